namespace Prcl.Client.Evaluation;

/// <summary>What a version reaches on some images, for machines.</summary>
/// <param name="Version">The version.</param>
/// <param name="MeanIou">mIoU in percent.</param>
/// <param name="PixelAccuracy">Of all labelled pixels, those predicted rightly, in percent.</param>
/// <param name="UncertaintyAuroc">How well the published uncertainty tells wrong pixels from right ones, 0.5 by chance; null where the silo doesn't count that.</param>
/// <param name="CalibrationError">How far confidence is from accuracy, 0 to 1; null where the silo doesn't count that.</param>
/// <param name="PerClass">By class.</param>
internal sealed record ScoreDocument(
    long Version,
    double MeanIou,
    double PixelAccuracy,
    double? UncertaintyAuroc,
    double? CalibrationError,
    IReadOnlyList<ClassScore> PerClass)
{
    /// <summary>The document of a measurement.</summary>
    /// <param name="names">The classes' names.</param>
    /// <param name="measured">What was counted.</param>
    public static ScoreDocument Of(string[] names, Measurement measured) => new(
        measured.Version,
        measured.Confusion.MeanIou(),
        measured.Confusion.PixelAccuracy(),
        measured.Reliability?.UncertaintyAuroc(),
        measured.Reliability?.CalibrationError(),
        ClassScore.Of(names, measured.Confusion));
}
