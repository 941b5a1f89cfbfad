namespace Prcl.Learning.Variances;

/// <summary>What L_σ teaches the variance of a labelled pixel.</summary>
public enum VarianceTarget
{
    /// <summary>How surely the prototypes tell the pixel's class: cross-entropy over all prototypes, with σ² as the pixel's own temperature.</summary>
    Class,

    /// <summary>How far the pixel lies from its class's prototype: the positive-pair term of Probabilistic Face Embeddings.</summary>
    Distance,
}
