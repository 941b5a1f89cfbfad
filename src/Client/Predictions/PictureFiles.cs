namespace Prcl.Client.Predictions;

/// <summary>Names of the files that predictions are written to: made of the inputs' stems only, whatever folder they come from.</summary>
internal static class PictureFiles
{
    /// <summary>
    /// A stem for each input, in order, all different where upper and lower case are one (as some file systems have it):
    /// the second <c>a.png</c> becomes <c>a-2</c>.
    /// </summary>
    public static string[] Stems(IEnumerable<string> inputs)
    {
        var plain = inputs.Select(StemOf).ToArray();
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
