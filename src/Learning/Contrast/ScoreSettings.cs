using Prcl.Learning.Settings;

namespace Prcl.Learning.Contrast;

/// <summary>How the contrastive loss scores an anchor's candidates.</summary>
public sealed record ScoreSettings
{
    /// <summary>The scale of means in the score.</summary>
    [Setting("The scale of means in the score: of norm √D, or of norm 1 as published")]
    public ScoreKind Score { get; init; } = ScoreKind.Scaled;

    /// <summary>The variance of candidates.</summary>
    [Setting("Variance of an anchor's candidates: one for all of them, or each its own as published")]
    public CandidateVariance CandidateVariance { get; init; } = CandidateVariance.Common;

    /// <summary>Temperature of the softmax of cosine between prototypes that negatives' classes are drawn from.</summary>
    [Setting("Temperature of the softmax of cosine between prototypes that negatives' classes are drawn from; 0: softmax of MLS/τ, as published", Minimum = 0, Maximum = 1e3)]
    public double NegativeClassTemperature { get; init; } = 0.3;

    /// <summary>The choices of the paper and its published code.</summary>
    public static ScoreSettings Paper => new() { Score = ScoreKind.Unit, CandidateVariance = CandidateVariance.Own, NegativeClassTemperature = 0 };
}
