namespace Prcl.Client.Evaluation;

/// <summary>What a run's baseline reaches, for machines.</summary>
/// <param name="Version">The baseline's version.</param>
/// <param name="MeanIou">mIoU in percent.</param>
/// <param name="PerClass">IoU by class.</param>
internal sealed record BaselineDocument(long Version, double MeanIou, IReadOnlyList<ClassIou> PerClass);
