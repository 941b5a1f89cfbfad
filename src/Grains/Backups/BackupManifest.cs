using System.Text.Json;
using Prcl.Grains.Blobs;
using Prcl.Grains.Images;

namespace Prcl.Grains.Backups;

/// <summary>
/// What a backup holds, as text, a JSON document a line: a head, each blob, and at the end the SHA-256 of all lines before. It is written
/// last: a backup without it, or with half of it, is none.
/// </summary>
/// <param name="CreatedUtc">When the backup was begun.</param>
/// <param name="Runs">The runs, by name.</param>
/// <param name="Absent">Images that are in a log and couldn't be read, each with the reason.</param>
/// <param name="Blobs">The blobs, in no particular order.</param>
public sealed record BackupManifest(DateTime CreatedUtc, IReadOnlyList<BackupRun> Runs, IReadOnlyList<string> Absent, IReadOnlyList<BackupBlob> Blobs)
{
    /// <summary>The manifest's file in the backup's folder.</summary>
    public const string FileName = "backup.jsonl";

    private const string Format = "prcl.backup";
    private const int Version = 1;

    /// <summary>Writes the file; it is durable when this returns.</summary>
    /// <exception cref="IOException">It can't be written.</exception>
    public void Write(string folder)
    {
        using var file = new FileStream(Path.Combine(folder, FileName), FileMode.CreateNew, FileAccess.Write);
        using var lines = new HashedLines();
        lines.Write(file, JsonSerializer.SerializeToUtf8Bytes(new Head(Format, Version, CreatedUtc, [.. Runs], [.. Absent], Blobs.Count), JsonSerializerOptions.Web));
        foreach (var blob in Blobs)
        {
            lines.Write(file, JsonSerializer.SerializeToUtf8Bytes(new Line(blob.Name, blob.Length, blob.Sha256.ToString(), blob.ETag, blob.IsAppended), JsonSerializerOptions.Web));
        }

        lines.Write(file, JsonSerializer.SerializeToUtf8Bytes(new End(lines.Sum), JsonSerializerOptions.Web));
        file.Flush(flushToDisk: true);
    }

    /// <summary>Reads the manifest of the backup in a folder.</summary>
    /// <exception cref="BackupException">There is none, it is damaged, or of a newer version.</exception>
    public static BackupManifest Read(string folder)
    {
        var path = Path.Combine(folder, FileName);
        try
        {
            return Read(path, File.ReadLines(path));
        }
        catch (Exception absent) when (absent is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new BackupException($"'{folder}' is no whole backup: it has no {FileName}, which is written last.", absent);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new BackupException($"'{path}' can't be read: {failure.Message}", failure);
        }
        catch (Exception failure) when (failure is JsonException or FormatException or InvalidOperationException)
        {
            throw new BackupException($"'{path}' is damaged: {failure.Message}", failure);
        }
    }

    private static BackupManifest Read(string path, IEnumerable<string> text)
    {
        using var sums = new HashedLines();
        using var lines = text.GetEnumerator();
        var head = Next<Head>();
        if (head.Format != Format || head.Version != Version)
        {
            throw new BackupException($"'{path}' is '{head.Format}' version {head.Version}; this program reads '{Format}' version {Version}.");
        }

        var blobs = new List<BackupBlob>(head.Blobs);
        for (var i = 0; i < head.Blobs; i++)
        {
            var line = Next<Line>();
            blobs.Add(new BackupBlob(BlobName.IsValid(line.Name) ? line.Name : throw new FormatException("a line names no blob"), line.Length, ContentHash.Parse(line.Sha256), line.ETag, line.IsAppended));
        }

        var sum = sums.Sum;
        return Next<End>().Sha256 == sum
            ? new BackupManifest(head.CreatedUtc, head.Runs, head.Absent, blobs)
            : throw new FormatException("its checksum doesn't hold");

        T Next<T>()
            where T : class
        {
            if (!lines.MoveNext())
            {
                throw new FormatException("it ends too soon");
            }

            sums.Add(lines.Current);
            return JsonSerializer.Deserialize<T>(lines.Current, JsonSerializerOptions.Web) ?? throw new FormatException("a line is empty");
        }
    }

    private sealed record Head(string Format, int Version, DateTime CreatedUtc, BackupRun[] Runs, string[] Absent, int Blobs);

    private sealed record Line(string Name, long Length, string Sha256, string ETag, bool IsAppended);

    private sealed record End(string Sha256);
}
