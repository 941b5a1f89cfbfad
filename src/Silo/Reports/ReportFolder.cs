using System.Text.Json;
using Prcl.Silo.Hosting;

namespace Prcl.Silo.Reports;

/// <summary>
/// A report's folder. Files go into a hidden sibling first, which takes the folder's place when the report is complete: an
/// existing report is whole, the old one or the new one.
/// </summary>
internal sealed class ReportFolder : IDisposable
{
    /// <summary>The figures; also what tells an earlier report from a person's own folder.</summary>
    public const string SummaryFile = "summary.json";

    /// <summary>The text that explains the pictures.</summary>
    public const string TextFile = "report.md";

    /// <summary>The page.</summary>
    public const string PageFile = "report.html";

    private readonly string _partial;
    private bool _isKept;

    private ReportFolder(string path, string partial) => (FullPath, _partial) = (path, partial);

    /// <summary>Every file that a report may have. A folder that holds anything else is no report.</summary>
    public static IReadOnlyList<string> FileNames { get; } = [SummaryFile, TextFile, PageFile, .. PictureFiles.All];

    /// <summary>Where the report will be.</summary>
    public string FullPath { get; }

    /// <summary>Makes sure that a report can be written there.</summary>
    /// <exception cref="HostException">The path is a file, a folder of something else, or can't be written.</exception>
    public static ReportFolder Open(string path)
    {
        var full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        var parent = Path.GetDirectoryName(full) ?? throw new HostException($"report: '{path}' is the root of a file system; name a folder in it.");
        try
        {
            RequireReplaceable(full);
            var partial = Path.Combine(parent, $".{Path.GetFileName(full)}-{Guid.NewGuid():N}");
            Directory.CreateDirectory(partial);
            return new ReportFolder(full, partial);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new HostException($"report: '{full}' can't be written: {failure.Message}", failure);
        }
    }

    /// <summary>Adds a file.</summary>
    /// <param name="name">One of <see cref="FileNames"/>.</param>
    /// <param name="bytes">What it holds.</param>
    public void Write(string name, ReadOnlySpan<byte> bytes) => File.WriteAllBytes(Path.Combine(_partial, name), bytes);

    /// <summary>Puts the complete report in its place.</summary>
    /// <exception cref="HostException">The place has been taken meanwhile, or can't be written; says where the report is.</exception>
    public void Publish()
    {
        var old = _partial + "-old";
        try
        {
            RequireReplaceable(FullPath);
            if (Directory.Exists(FullPath))
            {
                Directory.Move(FullPath, old);
            }

            Directory.Move(_partial, FullPath);
        }
        catch (Exception failure) when (failure is HostException or IOException or UnauthorizedAccessException)
        {
            _isKept = true;
            if (Directory.Exists(old) && !Directory.Exists(FullPath))
            {
                Directory.Move(old, FullPath);
            }

            throw new HostException($"{failure.Message} The report is in '{_partial}'.", failure);
        }

        Delete(old);
    }

    /// <summary>Removes what was never published.</summary>
    public void Dispose()
    {
        if (!_isKept)
        {
            Delete(_partial);
        }
    }

    private static void RequireReplaceable(string folder)
    {
        if (File.Exists(folder))
        {
            throw new HostException($"report: '{folder}' is a file; a report needs a folder.");
        }

        if (!Directory.Exists(folder))
        {
            return;
        }

        string[] entries = [.. Directory.GetFileSystemEntries(folder).Select(e => Path.GetFileName(e)).Order(StringComparer.Ordinal)];
        var foreign = entries.Length > 0 && !IsSummary(Path.Combine(folder, SummaryFile)) ? entries[0] : entries.FirstOrDefault(e => !FileNames.Contains(e));
        if (foreign is not null)
        {
            throw new HostException($"report: '{folder}' holds '{foreign}', so it is no earlier report; name an empty or a new folder.");
        }
    }

    private static bool IsSummary(string path)
    {
        try
        {
            using var json = JsonDocument.Parse(File.ReadAllBytes(path));
            return json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty("format", out var format)
                && format.ValueKind == JsonValueKind.String && format.GetString() == Summary.FormatName;
        }
        catch (Exception failure) when (failure is IOException or JsonException)
        {
            return false;
        }
    }

    private static void Delete(string folder)
    {
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
