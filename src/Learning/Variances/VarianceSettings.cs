using Prcl.Learning.Settings;

namespace Prcl.Learning.Variances;

/// <summary>What the variance of a representation is learned from.</summary>
public sealed record VarianceSettings
{
    /// <summary>Whether the probability head's gradient reaches the features.</summary>
    [Setting("Whether the probability head's gradient reaches the features: detached, or attached as published")]
    public HeadFeatures HeadFeatures { get; init; } = HeadFeatures.Detached;

    /// <summary>λ_σ, weight of the positive-pair term.</summary>
    [Setting("λ_σ, weight of L_σ, from which alone the variance then learns, on labelled pixels; 0: none, contrast teaches it, as published", Minimum = 0, Maximum = 1e3)]
    public double VarianceWeight { get; init; } = 1;

    /// <summary>What L_σ teaches.</summary>
    [Setting("What L_σ teaches the variance: how surely the prototypes tell a pixel's class, or how far it lies from its class's prototype")]
    public VarianceTarget VarianceTarget { get; init; } = VarianceTarget.Class;

    /// <summary>Least σ².</summary>
    [Setting("Least σ²; 0: none, as published", Minimum = 0, Maximum = 0.9)]
    public double VarianceFloor { get; init; } = 0.05;

    /// <summary>σ² of deterministic representations.</summary>
    [Setting("σ² of every representation where they are deterministic", Minimum = 1e-3, Maximum = 10)]
    public double ConstantVariance { get; init; } = 0.5;

    /// <summary>The choices of the paper and its published code.</summary>
    public static VarianceSettings Paper => new() { HeadFeatures = HeadFeatures.Attached, VarianceWeight = 0, VarianceFloor = 0, ConstantVariance = 1 };
}
