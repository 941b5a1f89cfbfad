namespace Prcl.Learning.Weights;

/// <summary>A checkpoint's names in torchvision's terms, however the network that it was saved from was wrapped.</summary>
/// <param name="Stored">The name in the file by torchvision's name. Batch counts, of which nothing depends, are left out.</param>
/// <param name="Reading">How the names were read, as a phrase, or null when as they are.</param>
internal sealed record CheckpointNames(IReadOnlyDictionary<string, string> Stored, string? Reading)
{
    private static readonly string[] Wrappers = ["module.", "backbone."];

    public static CheckpointNames Of(IEnumerable<string> stored)
    {
        var original = stored.Where(name => !IsBatchCount(name)).Order(StringComparer.Ordinal).ToList();
        var (names, prefix) = (original, "");
        while (names.Count > 0 && Array.Find(Wrappers, w => names.All(name => name.StartsWith(w, StringComparison.Ordinal))) is { } wrapper)
        {
            names = names.ConvertAll(name => name[wrapper.Length..]);
            prefix += wrapper;
        }

        List<string> readings = prefix.Length > 0 ? [$"without '{prefix}'"] : [];
        if (TimmNames.Are(names) && TimmNames.ToTorchvision(names).ToList() is var translated && translated.Distinct().Count() == names.Count)
        {
            names = translated;
            readings.Add("as timm's");
        }

        return new CheckpointNames(
            names.Zip(original).ToDictionary(pair => pair.First, pair => pair.Second, StringComparer.Ordinal), readings.Count == 0 ? null : string.Join(" and ", readings));
    }

    public static CheckpointNames AsTheyAre(IEnumerable<string> stored) => new(stored.ToDictionary(name => name, StringComparer.Ordinal), null);

    /// <summary>Whether a name is a batch norm's count. Only batch norms without momentum use it, and converters drop or reshape it.</summary>
    public static bool IsBatchCount(string name) => name == "num_batches_tracked" || name.EndsWith(".num_batches_tracked", StringComparison.Ordinal);
}
