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
[GenerateSerializer, Immutable, Alias("prcl.evaluation-result")]
public sealed record EvaluationResult(
    [property: Id(0)] string Domain,
    [property: Id(1)] long Version,
    [property: Id(2)] int Images,
    [property: Id(3)] double MeanIou,
    [property: Id(4)] double[] PerClassIou,
    [property: Id(5)] long[] Confusion,
    [property: Id(6)] long ImagesTrained,
    [property: Id(7)] double Seconds);
