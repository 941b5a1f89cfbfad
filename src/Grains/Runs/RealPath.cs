namespace Prcl.Grains.Runs;

/// <summary>Where a path leads.</summary>
internal static class RealPath
{
    private const int MostLinks = 40;

    /// <summary>The path with every link in it followed, of folders too; what isn't there stays as it is.</summary>
    /// <exception cref="IOException">The links lead in a circle, or can't be read.</exception>
    public static string Of(string path)
    {
        var full = Path.GetFullPath(path);
        var real = Path.GetPathRoot(full)!;
        var (rest, links) = (new Stack<string>(), 0);
        Push(full[real.Length..]);
        while (rest.TryPop(out var part))
        {
            var next = Path.Combine(real, part);
            if (part == "..")
            {
                real = Path.GetDirectoryName(real) ?? real;
            }
            else if (new FileInfo(next).LinkTarget is not { } target)
            {
                real = next;
            }
            else
            {
                var root = Path.IsPathRooted(target) ? Path.GetPathRoot(target)! : "";
                real = root.Length > 0 ? root : real;
                Push(++links <= MostLinks ? target[root.Length..] : throw new IOException($"'{path}' has more than {MostLinks} links."));
            }
        }

        return real;

        void Push(string parts)
        {
            foreach (var part in parts.Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries).Where(p => p != ".").Reverse())
            {
                rest.Push(part);
            }
        }
    }
}
