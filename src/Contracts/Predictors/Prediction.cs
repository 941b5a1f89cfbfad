namespace Prcl.Contracts.Predictors;

/// <summary>A segmentation with its uncertainty. Pictures that weren't asked for are null.</summary>
/// <param name="Version">The model version that answered.</param>
/// <param name="Width">Columns, upright.</param>
/// <param name="Height">Rows, upright.</param>
/// <param name="Shares">Each class that occurs.</param>
/// <param name="MeanConfidence">Mean over the pixels of the largest class probability.</param>
/// <param name="MeanVariance">Mean over pixels and dimensions of σ²; NaN unless the variance picture was asked for.</param>
/// <param name="IndexPng">Class ids, 8-bit gray (16-bit from 256 classes on).</param>
/// <param name="ColourPng">Class colours.</param>
/// <param name="OverlayPng">Class colours over the image.</param>
/// <param name="VariancePng">Variance heat map, 0 to 1.</param>
/// <param name="MeanUncertainty">Mean uncertainty of its pixels, 0 (sure) to 1; NaN unless variance or uncertainty was asked for.</param>
/// <param name="UncertaintyPng">Uncertainty heat map, 0 to 1, with its colour bar below.</param>
/// <param name="UncertaintyValuesPng">The uncertainty itself, 16-bit gray: value / 65535.</param>
[GenerateSerializer, Immutable, Alias("prcl.prediction")]
public sealed record Prediction(
    [property: Id(0)] long Version,
    [property: Id(1)] int Width,
    [property: Id(2)] int Height,
    [property: Id(3)] ClassShare[] Shares,
    [property: Id(4)] double MeanConfidence,
    [property: Id(5)] double MeanVariance,
    [property: Id(6)] byte[]? IndexPng,
    [property: Id(7)] byte[]? ColourPng,
    [property: Id(8)] byte[]? OverlayPng,
    [property: Id(9)] byte[]? VariancePng,
    [property: Id(10)] double MeanUncertainty,
    [property: Id(11)] byte[]? UncertaintyPng,
    [property: Id(12)] byte[]? UncertaintyValuesPng);
