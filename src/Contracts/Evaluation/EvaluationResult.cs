namespace Prcl.Contracts.Evaluation;

/// <summary>How well a model version segments one domain.</summary>
/// <param name="Domain">The domain.</param>
/// <param name="Version">The model version.</param>
/// <param name="Images">Images measured.</param>
/// <param name="MeanIou">mIoU in percent, over the classes that occur in label or prediction; NaN without any.</param>
/// <param name="PerClassIou">IoU in percent by class; NaN where the class occurs in neither.</param>
/// <param name="Confusion">K×K counts, row by row: label, then prediction.</param>
/// <param name="ImagesTrained">The run's clock when the version was committed.</param>
/// <param name="Seconds">Seconds since the run was created.</param>
/// <param name="UncertaintyAuroc">How well the published uncertainty tells wrong pixels from right ones (<see cref="ReliabilityCounts.UncertaintyAuroc"/>); null where it wasn't measured.</param>
/// <param name="CalibrationError">How far confidence is from accuracy, 0 to 1 (<see cref="ReliabilityCounts.CalibrationError"/>); null where it wasn't measured.</param>
/// <param name="Reliability">What both come from, to be added up; null in a history, and from a silo that doesn't count.</param>
[GenerateSerializer, Immutable, Alias("prcl.evaluation-result")]
public sealed record EvaluationResult(
    [property: Id(0)] string Domain,
    [property: Id(1)] long Version,
    [property: Id(2)] int Images,
    [property: Id(3)] double MeanIou,
    [property: Id(4)] double[] PerClassIou,
    [property: Id(5)] long[] Confusion,
    [property: Id(6)] long ImagesTrained,
    [property: Id(7)] double Seconds,
    [property: Id(8)] double? UncertaintyAuroc = null,
    [property: Id(9)] double? CalibrationError = null,
    [property: Id(10)] ReliabilityCounts? Reliability = null);
