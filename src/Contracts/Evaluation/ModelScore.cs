namespace Prcl.Contracts.Evaluation;

/// <summary>What a model version reaches on some frames.</summary>
/// <param name="Version">The version.</param>
/// <param name="MeanIou">mIoU in percent, over the classes that occur in label or prediction; NaN without any.</param>
/// <param name="PerClassIou">IoU in percent by class; NaN where the class occurs in neither.</param>
/// <param name="UncertaintyAuroc">How well the published uncertainty tells wrong pixels from right ones, 0.5 by chance; null where it wasn't measured.</param>
/// <param name="CalibrationError">How far confidence is from accuracy, 0 to 1; null where it wasn't measured.</param>
[GenerateSerializer, Immutable, Alias("prcl.model-score")]
public sealed record ModelScore(
    [property: Id(0)] long Version,
    [property: Id(1)] double MeanIou,
    [property: Id(2)] double[] PerClassIou,
    [property: Id(3)] double? UncertaintyAuroc = null,
    [property: Id(4)] double? CalibrationError = null);
