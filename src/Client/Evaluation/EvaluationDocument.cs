namespace Prcl.Client.Evaluation;

/// <summary>A measurement for machines.</summary>
/// <param name="Run">The run.</param>
/// <param name="Domain">What the images were taken for.</param>
/// <param name="Version">The model version that was measured.</param>
/// <param name="Images">Images measured.</param>
/// <param name="MeanIou">mIoU in percent.</param>
/// <param name="PixelAccuracy">Of all labelled pixels, those predicted rightly, in percent.</param>
/// <param name="UncertaintyAuroc">How well the published uncertainty tells wrong pixels from right ones, 0.5 by chance; null where the silo doesn't count that.</param>
/// <param name="CalibrationError">How far confidence is from accuracy, 0 to 1; null where the silo doesn't count that.</param>
/// <param name="PerClass">By class.</param>
/// <param name="Confusion">K×K counts, row by row: label, then prediction.</param>
/// <param name="Baseline">What the run's baseline reaches on the same images; null unless asked for.</param>
internal sealed record EvaluationDocument(
    string Run,
    string Domain,
    long Version,
    int Images,
    double MeanIou,
    double PixelAccuracy,
    double? UncertaintyAuroc,
    double? CalibrationError,
    IReadOnlyList<ClassScore> PerClass,
    IReadOnlyList<long> Confusion,
    ScoreDocument? Baseline = null);
