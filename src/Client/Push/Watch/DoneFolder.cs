namespace Prcl.Client.Push.Watch;

/// <summary>Where files go that are done with: to the same place below another folder, under another name where that one is taken.</summary>
/// <param name="from">The watched folder.</param>
/// <param name="to">The other one; made when missing.</param>
/// <param name="trouble">Told in a line what can't be moved; it stays where it is.</param>
internal sealed class DoneFolder(string from, string to, Action<string> trouble)
{
    /// <summary>Moves a file.</summary>
    public void Take(string file)
    {
        try
        {
            var place = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(place)!);
            File.Move(file, Free(place));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            trouble($"{file} is pushed, but can't be moved: {failure.Message}");
        }
    }

    private static string Free(string place)
    {
        var (stem, extension, free) = (Path.ChangeExtension(place, null), Path.GetExtension(place), place);
        for (var number = 2; File.Exists(free); number++)
        {
            free = $"{stem}-{number}{extension}";
        }

        return free;
    }
}
