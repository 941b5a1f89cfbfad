namespace Prcl.Learning.Weights;

/// <summary>
/// Weights that come with the program: <c>weights/NAME.safetensors</c> in its own folder. A name has neither separators nor an
/// extension; anything else is a file's path.
/// </summary>
public static class NamedWeights
{
    private const string Extension = ".safetensors";
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "weights");

    /// <summary>The names that this program knows, sorted; none when it was built with <c>PretrainedWeights=false</c>.</summary>
    public static IReadOnlyList<string> Names() => Directory.Exists(Folder)
        ? [.. Directory.EnumerateFiles(Folder, "*" + Extension).Select(file => Path.GetFileNameWithoutExtension(file)!).Order(StringComparer.Ordinal)]
        : [];

    /// <summary>Whether a setting is a name, known or not, rather than a path.</summary>
    public static bool IsName(string weights) => weights.AsSpan().IndexOfAny('/', '\\', '.') < 0;

    /// <summary>The file of a name; a path stays as it is, whether or not there is such a file.</summary>
    /// <exception cref="WeightsMismatchException">It is a name that the program doesn't know; the message lists those that it knows.</exception>
    public static string Locate(string weights)
    {
        if (!IsName(weights))
        {
            return weights;
        }

        var names = Names();
        return names.Contains(weights)
            ? Path.Combine(Folder, weights + Extension)
            : throw new WeightsMismatchException(
                weights, $"no weights of that name come with the program; {(names.Count == 0 ? "it was built without any" : $"it knows {string.Join(", ", names)}")}. A file needs its extension or folder, as in ./{weights}.");
    }
}
