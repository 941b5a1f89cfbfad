namespace Prcl.Client.Evaluation;

/// <summary>A measurement for machines.</summary>
/// <param name="Run">The run.</param>
/// <param name="Domain">What the images were taken for.</param>
/// <param name="Version">The model version that was measured.</param>
/// <param name="Images">Images measured.</param>
/// <param name="MeanIou">mIoU in percent.</param>
/// <param name="PerClass">IoU by class.</param>
/// <param name="Confusion">K×K counts, row by row: label, then prediction.</param>
/// <param name="Baseline">What the run's baseline reaches on the same images; null unless asked for.</param>
internal sealed record EvaluationDocument(
    string Run,
    string Domain,
    long Version,
    int Images,
    double MeanIou,
    IReadOnlyList<ClassIou> PerClass,
    IReadOnlyList<long> Confusion,
    BaselineDocument? Baseline = null);
