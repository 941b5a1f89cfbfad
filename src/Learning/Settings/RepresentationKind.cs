namespace Prcl.Learning.Settings;

/// <summary>What a representation is.</summary>
public enum RepresentationKind
{
    /// <summary>A Gaussian: mean and variance (the method).</summary>
    Probabilistic,

    /// <summary>A point: σ² ≡ 1 (ablation).</summary>
    Deterministic,
}
