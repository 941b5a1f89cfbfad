using Prcl.Learning.Pictures;
using Prcl.Silo.Experiments.Results;
using Prcl.Silo.Hosting;

namespace Prcl.Silo.Experiments.Reports;

/// <summary>Makes <c>report.md</c> and its plots from the results in a folder.</summary>
internal static class ExperimentReport
{
    /// <summary>The text.</summary>
    public const string FileName = "report.md";

    /// <summary>The folder of plots beside it.</summary>
    public const string PlotFolder = "plots";

    /// <summary>The folder of segmented frames beside it.</summary>
    public const string PictureFolder = "frames";

    /// <summary>Writes the report of a folder that holds results.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="baseline">The arm that the others are compared with; null: the first one of the results.</param>
    /// <returns>The path of the text.</returns>
    /// <exception cref="HostException">There are no results, no such arm, or a file can't be written.</exception>
    public static string Write(string folder, string? baseline)
    {
        var results = new ResultSet(ResultTable.Open(folder).Rows);
        if (results.Arms.Count == 0)
        {
            throw new HostException($"{Path.Combine(folder, ResultTable.FileName)}: there are no results to report.");
        }

        if (baseline is not null && !results.Arms.Contains(baseline))
        {
            throw new HostException($"--baseline: the results have no arm '{baseline}'; they have {string.Join(", ", results.Arms)}.");
        }

        try
        {
            var plots = Directory.CreateDirectory(Path.Combine(folder, PlotFolder));
            var names = new List<string>();
            foreach (var (file, draw) in new ExperimentPlots(results).All())
            {
                File.WriteAllBytes(Path.Combine(plots.FullName, file), PngEncoder.Encode(draw()));
                names.Add($"{PlotFolder}/{file}");
            }

            var pictures = Path.Combine(folder, PictureFolder);
            string[] frames = Directory.Exists(pictures) ? [.. Directory.EnumerateFiles(pictures, "*.png").Select(f => $"{PictureFolder}/{Path.GetFileName(f)}").Order(StringComparer.Ordinal)] : [];
            var path = Path.Combine(folder, FileName);
            File.WriteAllText(path, new ExperimentText(results, baseline ?? results.Arms[0]).Write(names, frames));
            return path;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new HostException($"{folder}: the report can't be written: {error.Message}", error);
        }
    }
}
