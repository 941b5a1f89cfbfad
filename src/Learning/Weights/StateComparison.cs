namespace Prcl.Learning.Weights;

/// <summary>How stored tensors differ from the state that a module expects; made before anything is copied.</summary>
/// <param name="Missing">Expected but not stored, sorted.</param>
/// <param name="Unexpected">Stored but not expected, sorted.</param>
/// <param name="Different">Stored in another form, as "name: expected …, found …", sorted.</param>
internal sealed record StateComparison(IReadOnlyList<string> Missing, IReadOnlyList<string> Unexpected, IReadOnlyList<string> Different)
{
    private const int NamesShown = 5;

    /// <param name="expected">The module's state.</param>
    /// <param name="stored">What is there.</param>
    /// <param name="fits">Whether a stored form (second) may be copied into an expected one (first).</param>
    public static StateComparison Of(
        IReadOnlyDictionary<string, TensorForm> expected, IReadOnlyDictionary<string, TensorForm> stored, Func<TensorForm, TensorForm, bool> fits)
    {
        var different = expected
            .Where(pair => stored.TryGetValue(pair.Key, out var found) && !fits(pair.Value, found))
            .Select(pair => $"{pair.Key}: expected {pair.Value}, found {stored[pair.Key]}");
        return new StateComparison(
            Sorted(expected.Keys.Where(name => !stored.ContainsKey(name))), Sorted(stored.Keys.Where(name => !expected.ContainsKey(name))), Sorted(different));
    }

    /// <summary>A count and the first several items.</summary>
    public static string Several(string what, IReadOnlyList<string> items, string separator = ", ") =>
        $"{items.Count} {what}: {string.Join(separator, items.Take(NamesShown))}{(items.Count > NamesShown ? $"{separator}…" : "")}";

    /// <summary>Whether both sides hold the same tensors.</summary>
    public bool IsEqual => Missing.Count + Unexpected.Count + Different.Count == 0;

    /// <summary>What is missing, what differs and, if asked for, what is there unexpectedly, as one phrase.</summary>
    public string Describe(bool withUnexpected)
    {
        (string What, IReadOnlyList<string> Items, string Separator)[] findings =
            [("missing", Missing, ", "), ("of another form", Different, "; "), ("unexpected", withUnexpected ? Unexpected : [], ", ")];
        return string.Join("; ", findings.Where(finding => finding.Items.Count > 0).Select(finding => Several(finding.What, finding.Items, finding.Separator)));
    }

    private static string[] Sorted(IEnumerable<string> names) => [.. names.Order(StringComparer.Ordinal)];
}
