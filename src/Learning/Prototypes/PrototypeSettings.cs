using Prcl.Learning.Settings;

namespace Prcl.Learning.Prototypes;

/// <summary>What prototypes are made of.</summary>
public sealed record PrototypeSettings
{
    /// <summary>Which pixels a prototype is the sum of.</summary>
    [Setting("Which pixels a prototype is the sum of: labelled ones, or all valid ones as published")]
    public PrototypeEvidence PrototypeEvidence { get; init; } = PrototypeEvidence.Labelled;

    /// <summary>What a positive is taken from.</summary>
    [Setting("What positives are taken from; batch is an ablation")]
    public PrototypeScope PrototypeScope { get; init; } = PrototypeScope.Global;

    /// <summary>How means enter a prototype.</summary>
    [Setting("How means enter a prototype")]
    public PrototypeMeans PrototypeMeans { get; init; } = PrototypeMeans.Unit;

    /// <summary>T, half-life of evidence; 0: never forgets (the paper).</summary>
    [Setting("T, half-life of evidence; 0: never forgets", Unit = "image draws", Minimum = 0, Maximum = 1e15)]
    public double HalfLife { get; init; } = 1000;

    /// <summary>n_min, evidence below which a prototype is stale.</summary>
    [Setting("n_min, evidence below which a prototype is stale", Unit = "pixels", Minimum = 0, Maximum = 1e12)]
    public double MinEvidence { get; init; } = 1;

    /// <summary>The choices of the paper and its published code.</summary>
    public static PrototypeSettings Paper => new() { PrototypeEvidence = PrototypeEvidence.Valid, PrototypeMeans = PrototypeMeans.Raw, HalfLife = 0 };
}
