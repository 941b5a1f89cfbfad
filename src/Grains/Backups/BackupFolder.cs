using System.Globalization;
using Prcl.Grains.Blobs;

namespace Prcl.Grains.Backups;

/// <summary>
/// A folder of backups, each a folder named by the time at which it was begun. One that is being made has another name until it is whole, so
/// that half a backup is never taken for one. Each stands for itself: removing one leaves the others as they are.
/// </summary>
public sealed class BackupFolder : IDisposable
{
    private const string TimeFormat = "yyyy-MM-dd'T'HH-mm-ss'Z'";
    private const string Part = ".part";

    private readonly FileStream _lock;

    private BackupFolder(string path, FileStream held) => (Location, _lock) = (path, held);

    /// <summary>The folder.</summary>
    public string Location { get; }

    /// <summary>The newest whole backup in it; null when there is none.</summary>
    public string? Newest => Times(Location).LastOrDefault(backup => File.Exists(Path.Combine(backup, BackupManifest.FileName)));

    /// <summary>Creates the folder where it is missing, holds it, and removes what an interrupted backup left.</summary>
    /// <exception cref="BackupException">It can't be written, or another backup is being made in it.</exception>
    public static BackupFolder Hold(string path)
    {
        path = Path.GetFullPath(path);
        try
        {
            Directory.CreateDirectory(path);
            var held = BlobLocks.TryTake(Path.Combine(path, ".lock")) ?? throw new BackupException($"'{path}' is in use: another backup into it is under way.");
            foreach (var left in Directory.GetDirectories(path, "*" + Part).Where(left => IsTime(Path.GetFileNameWithoutExtension(left))))
            {
                Directory.Delete(left, recursive: true);
            }

            return new BackupFolder(path, held);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new BackupException($"'{path}' can't be written: {failure.Message}", failure);
        }
    }

    /// <summary>The backup that a person means by a folder: itself, or the newest in it.</summary>
    /// <exception cref="BackupException">It holds none, or the newest isn't whole.</exception>
    public static string Choose(string path)
    {
        path = Path.GetFullPath(path);
        if (!Directory.Exists(path))
        {
            throw new BackupException($"There is no folder '{path}'.");
        }

        var isOne = File.Exists(Path.Combine(path, BackupManifest.FileName)) || IsTime(Path.GetFileNameWithoutExtension(path));
        return isOne ? path : Times(path).LastOrDefault() ?? throw new BackupException($"'{path}' holds no backup: none of its folders is named by a time, like 2026-11-28T12-00-00Z.");
    }

    /// <summary>The folder of a new backup, which isn't one before <see cref="Complete"/>.</summary>
    /// <exception cref="IOException">It can't be written.</exception>
    public string Begin(DateTime utc)
    {
        while (Directory.Exists(Path.Combine(Location, TimeOf(utc))))
        {
            utc = utc.AddSeconds(1);
        }

        return Directory.CreateDirectory(Path.Combine(Location, TimeOf(utc) + Part)).FullName;
    }

    /// <summary>Makes it a backup, durably.</summary>
    /// <returns>Its folder from now on.</returns>
    /// <exception cref="IOException">It can't be written.</exception>
    public string Complete(string part)
    {
        DurableFolders.Flush(part);
        Array.ForEach(Directory.GetDirectories(part, "*", SearchOption.AllDirectories), DurableFolders.Flush);
        var whole = part[..^Part.Length];
        Directory.Move(part, whole);
        DurableFolders.Flush(Location);
        return whole;
    }

    /// <inheritdoc/>
    public void Dispose() => _lock.Dispose();

    private static string TimeOf(DateTime utc) => utc.ToString(TimeFormat, CultureInfo.InvariantCulture);

    private static bool IsTime(string name) => DateTime.TryParseExact(name, TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out _);

    private static IEnumerable<string> Times(string path) => Directory.GetDirectories(path).Where(backup => IsTime(Path.GetFileName(backup))).Order(StringComparer.Ordinal);
}
