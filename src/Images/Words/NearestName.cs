namespace Prcl.Images.Words;

/// <summary>Finds the name that was probably meant.</summary>
public static class NearestName
{
    /// <summary>The candidate with the least edit distance (Levenshtein); the first of equals.</summary>
    public static string Of(string name, IEnumerable<string> candidates) => candidates.MinBy(c => Distance(name, c)) ?? "";

    /// <summary>The candidate that <paramref name="name"/> is a slip of, or null when none is near.</summary>
    public static string? Meant(string name, IEnumerable<string> candidates) =>
        Of(name, candidates) is { Length: > 0 } nearest && Distance(name, nearest) <= (name.Length < 4 ? 1 : Math.Max(2, name.Length / 3)) ? nearest : null;

    internal static int Distance(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var above = row[j];
                row[j] = Math.Min(Math.Min(row[j] + 1, row[j - 1] + 1), diagonal + (a[i - 1] == b[j - 1] ? 0 : 1));
                diagonal = above;
            }
        }

        return row[b.Length];
    }
}
