using Prcl.Images.Datasets;

namespace Prcl.Client.Push.Watch;

/// <summary>
/// The images of a folder, and of those in it, that nobody is writing any more: size and time of change have stayed the same for a while. Links aren't
/// followed, and hidden files left alone.
/// </summary>
/// <param name="folder">The folder.</param>
/// <param name="except">A folder whose files aren't looked at; null: none.</param>
/// <param name="clock">Tells how long a file has stayed the same; the files' own times are compared, not believed.</param>
internal sealed class SettledFiles(string folder, string? except, TimeProvider clock)
{
    private static readonly EnumerationOptions Everywhere = new()
    {
        RecurseSubdirectories = true,
        IgnoreInaccessible = true,
        AttributesToSkip = FileAttributes.Hidden | FileAttributes.System | FileAttributes.ReparsePoint,
    };

    private Dictionary<string, Seen> _seen = new(StringComparer.Ordinal);

    /// <summary>How long a file must stay the same.</summary>
    public static TimeSpan Rest { get; } = TimeSpan.FromSeconds(2);

    /// <summary>Looks again.</summary>
    /// <param name="most">How many are answered at most.</param>
    /// <returns>Those that are settled and not done with, in order of their names.</returns>
    /// <exception cref="IOException">The folder can't be read now.</exception>
    /// <exception cref="UnauthorizedAccessException">Likewise.</exception>
    public string[] Look(int most)
    {
        var found = new Dictionary<string, Seen>(StringComparer.Ordinal);
        foreach (var path in Directory.EnumerateFiles(folder, "*", Everywhere).Where(p => LabelNaming.IsImage(p) && (except is null || !DatasetLayouts.IsWithin(p, except))))
        {
            if (StateOf(path) is { Length: > 0 } state)
            {
                found[path] = _seen.TryGetValue(path, out var before) && before.State == state ? before : new Seen(state, clock.GetTimestamp());
            }
        }

        _seen = found;
        return [.. _seen.Where(s => IsSettled(s.Value)).Select(s => s.Key).Order(StringComparer.Ordinal).Take(most)];
    }

    /// <summary>A file is done with, as long as it stays as it is.</summary>
    public void Done(string path) => Put(path, TimeSpan.MaxValue);

    /// <summary>A file is to be left alone for a while.</summary>
    public void Later(string path, TimeSpan pause) => Put(path, pause);

    private void Put(string path, TimeSpan pause)
    {
        if (_seen.TryGetValue(path, out var seen))
        {
            _seen[path] = seen with { Pause = pause, Since = clock.GetTimestamp() };
        }
    }

    private bool IsSettled(Seen seen) => seen.Pause != TimeSpan.MaxValue && clock.GetElapsedTime(seen.Since) >= (seen.Pause > Rest ? seen.Pause : Rest);

    // One that vanishes between listing and looking is none.
    private static FileState? StateOf(string path)
    {
        try
        {
            var file = new FileInfo(path);
            return file.Exists ? new FileState(file.Length, file.LastWriteTimeUtc) : null;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private sealed record FileState(long Length, DateTime WrittenUtc);

    private sealed record Seen(FileState State, long Since, TimeSpan Pause = default);
}
