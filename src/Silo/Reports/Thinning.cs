namespace Prcl.Silo.Reports;

/// <summary>Makes long series short enough for a report.</summary>
internal static class Thinning
{
    /// <summary>At most <paramref name="most"/> items, evenly spaced, the first and the last among them.</summary>
    /// <param name="items">The series.</param>
    /// <param name="most">At least 2.</param>
    public static IReadOnlyList<T> Of<T>(IReadOnlyList<T> items, int most) => items.Count <= most
        ? items
        : [.. Enumerable.Range(0, most).Select(i => items[(int)((long)i * (items.Count - 1) / (most - 1))])];
}
