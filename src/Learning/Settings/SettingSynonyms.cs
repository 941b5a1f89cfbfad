namespace Prcl.Learning.Settings;

/// <summary>What the field calls settings that have another name here.</summary>
internal static class SettingSynonyms
{
    private static readonly Dictionary<string, string> Names = new(StringComparer.OrdinalIgnoreCase)
    {
        ["lr"] = "learning-rate",
        ["eta"] = "learning-rate",
        ["base-lr"] = "learning-rate",
        ["initial-lr"] = "learning-rate",
        ["steps"] = "total-steps",
        ["max-steps"] = "total-steps",
        ["num-steps"] = "total-steps",
        ["iterations"] = "total-steps",
        ["max-iters"] = "total-steps",
        ["batch-size"] = "labelled-batch",
        ["bs"] = "labelled-batch",
        ["wd"] = "weight-decay",
        ["tau"] = "temperature",
        ["temp"] = "temperature",
        ["model"] = "backbone",
        ["encoder"] = "backbone",
        ["pretrained"] = "weights",
        ["checkpoint"] = "weights",
        ["random-seed"] = "seed",
        ["image-size"] = "working-size",
        ["img-size"] = "working-size",
        ["num-threads"] = "threads",
        ["lr-schedule"] = "schedule",
        ["scheduler"] = "schedule",
    };

    /// <summary>The setting that is meant, or null for a word that the field has no use for.</summary>
    public static string? Of(string name) => Names.GetValueOrDefault(name.Trim().Replace('_', '-'));

    /// <summary>Every setting that some word stands for, for a test that holds them against the catalogue.</summary>
    public static IEnumerable<string> Targets => Names.Values.Distinct();
}
