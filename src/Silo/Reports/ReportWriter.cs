using System.Text;
using Prcl.Learning.Pictures;

namespace Prcl.Silo.Reports;

/// <summary>Fills a report's folder.</summary>
internal static class ReportWriter
{
    /// <summary>Writes pictures, figures and text.</summary>
    public static void Write(ReportFolder folder, Summary summary, ReportPictures pictures)
    {
        var drawn = new List<string>();
        foreach (var (file, draw) in pictures.All())
        {
            folder.Write(file, PngEncoder.Encode(draw()));
            drawn.Add(file);
        }

        folder.Write(ReportFolder.TextFile, Encoding.UTF8.GetBytes(ReportText.Write(summary, drawn)));
        folder.Write(ReportFolder.SummaryFile, Encoding.UTF8.GetBytes(summary.ToJson()));
    }
}
