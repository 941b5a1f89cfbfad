namespace Prcl.Contracts.Runs;

/// <summary>What a run looked like when a round was committed. What isn't known is null.</summary>
/// <param name="At">When it was committed, UTC.</param>
/// <param name="Round">The round.</param>
/// <param name="Clock">Image draws that had been trained on.</param>
/// <param name="Supervised">L_s, mean over the round's steps.</param>
/// <param name="Unsupervised">L_u, likewise.</param>
/// <param name="Contrast">L_c before its weight, likewise.</param>
/// <param name="Coverage">Share of the pseudo-labelled pixels that reach the threshold, likewise.</param>
/// <param name="Uncertainty">Mean published uncertainty of the unlabelled images that the round saw, 0 to 1.</param>
/// <param name="ImagesPerSecond">Image draws a second of step time, all trainers together.</param>
/// <param name="Trainers">Trainers whose reports the round commits.</param>
/// <param name="Backlog">Unlabelled images that nobody had trained on or held, soon after the commit.</param>
[GenerateSerializer, Immutable, Alias("prcl.metrics-point")]
public sealed record MetricsPoint(
    [property: Id(0)] DateTime At,
    [property: Id(1)] long Round,
    [property: Id(2)] long Clock,
    [property: Id(3)] double? Supervised,
    [property: Id(4)] double? Unsupervised,
    [property: Id(5)] double? Contrast,
    [property: Id(6)] double? Coverage,
    [property: Id(7)] double? Uncertainty,
    [property: Id(8)] double? ImagesPerSecond,
    [property: Id(9)] int Trainers,
    [property: Id(10)] long? Backlog = null);
