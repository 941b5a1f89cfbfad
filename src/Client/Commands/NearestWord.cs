namespace Prcl.Client.Commands;

/// <summary>Finds the word that was probably meant.</summary>
internal static class NearestWord
{
    /// <summary>The candidate that a word is a slip of, or null when none is near.</summary>
    public static string? Of(string word, IEnumerable<string> candidates) =>
        candidates.MinBy(candidate => Distance(word, candidate)) is { } nearest && Distance(word, nearest) <= (word.Length < 4 ? 1 : Math.Max(2, word.Length / 3)) ? nearest : null;

    // Levenshtein's.
    private static int Distance(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                (diagonal, row[j]) = (row[j], Math.Min(Math.Min(row[j] + 1, row[j - 1] + 1), diagonal + (a[i - 1] == b[j - 1] ? 0 : 1)));
            }
        }

        return row[b.Length];
    }
}
