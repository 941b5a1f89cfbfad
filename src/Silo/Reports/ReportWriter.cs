using System.Text;
using Prcl.Learning.Pictures;
using Prcl.Silo.Demo;

namespace Prcl.Silo.Reports;

/// <summary>Fills a report's folder.</summary>
internal static class ReportWriter
{
    /// <summary>Writes pictures, figures, text and page.</summary>
    /// <param name="folder">Where to.</param>
    /// <param name="record">What the demo has seen.</param>
    /// <param name="plan">The frames.</param>
    /// <param name="summary">The figures.</param>
    public static void Write(ReportFolder folder, DemoRecord record, DemoPlan plan, Summary summary)
    {
        var drawn = new ReportPictures(record, plan).All().Select(p => (p.File, Png: PngEncoder.Encode(p.Draw()))).ToArray();
        foreach (var (file, png) in drawn)
        {
            folder.Write(file, png);
        }

        folder.Write(ReportFolder.TextFile, Encoding.UTF8.GetBytes(ReportText.Write(summary, [.. drawn.Select(p => p.File)])));
        folder.Write(ReportFolder.PageFile, Encoding.UTF8.GetBytes(new HtmlReport(record, plan, summary).Write(drawn)));
        folder.Write(ReportFolder.SummaryFile, Encoding.UTF8.GetBytes(summary.ToJson()));
    }
}
