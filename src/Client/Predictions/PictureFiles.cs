namespace Prcl.Client.Predictions;

/// <summary>Names of the files that predictions are written to: made of the inputs' stems only, whatever folder they come from, or of their places in the folder that is named.</summary>
internal static class PictureFiles
{
    /// <summary>
    /// A stem for each input, in order, all different where upper and lower case are one (as some file systems have it):
    /// the second <c>a.png</c> becomes <c>a-2</c>.
    /// </summary>
    public static string[] Stems(IEnumerable<string> inputs) => Distinct(inputs.Select(StemOf));

    /// <summary>The same of files named within a folder: they keep their places in it.</summary>
    /// <param name="places">Paths below a folder.</param>
    public static string[] Places(IEnumerable<string> places) => Distinct(places.Select(place => Path.Combine(Path.GetDirectoryName(place) ?? "", StemOf(place))));

    private static string[] Distinct(IEnumerable<string> stems)
    {
        var plain = stems.ToArray();
        var reserved = plain.ToHashSet(StringComparer.OrdinalIgnoreCase);
        var used = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        for (var i = 0; i < plain.Length; i++)
        {
            var stem = plain[i];
            for (var number = 2; !used.Add(stem); number++)
            {
                // A numbered name must not take the name of another input that really is called so.
                var numbered = $"{plain[i]}-{number}";
                stem = reserved.Contains(numbered) ? stem : numbered;
            }

            plain[i] = stem;
        }

        return plain;
    }

    private static string StemOf(string path)
    {
        var stem = Path.GetFileNameWithoutExtension(path);
        return stem.Length == 0 ? "image" : stem;
    }
}
