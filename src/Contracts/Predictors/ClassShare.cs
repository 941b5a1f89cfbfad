namespace Prcl.Contracts.Predictors;

/// <summary>One class in a prediction.</summary>
/// <param name="ClassId">The class.</param>
/// <param name="Name">Its name.</param>
/// <param name="Share">Its share of the pixels, 0 to 1.</param>
/// <param name="MeanConfidence">Mean confidence over its pixels.</param>
/// <param name="MeanVariance">Mean variance over its pixels; NaN unless the variance picture was asked for.</param>
/// <param name="MeanUncertainty">Mean uncertainty of its pixels, 0 (sure) to 1; NaN unless variance or uncertainty was asked for.</param>
[GenerateSerializer, Immutable, Alias("prcl.class-share")]
public sealed record ClassShare(
    [property: Id(0)] int ClassId,
    [property: Id(1)] string Name,
    [property: Id(2)] double Share,
    [property: Id(3)] double MeanConfidence,
    [property: Id(4)] double MeanVariance,
    [property: Id(5)] double MeanUncertainty);
