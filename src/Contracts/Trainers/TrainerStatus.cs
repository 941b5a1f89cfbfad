namespace Prcl.Contracts.Trainers;

/// <summary>A trainer at this moment.</summary>
/// <param name="Key">run / silo / device.</param>
/// <param name="State">Starting, idle, training, handing in, draining, stopped, failed.</param>
/// <param name="Reason">Why it is idle, has stopped or failed, or what it has tried in vain; empty otherwise.</param>
/// <param name="Incarnation">Its fencing token.</param>
/// <param name="Round">The round that it works on.</param>
/// <param name="StepInRound">Steps made in it.</param>
/// <param name="Steps">Steps made since the run began.</param>
/// <param name="Losses">The newest step's losses.</param>
/// <param name="ImagesPerSecond">Image draws a second over the last steps.</param>
/// <param name="TensorSeconds">Time spent in tensor work since it started.</param>
/// <param name="WallSeconds">Time since its first step.</param>
/// <param name="SkippedSteps">Steps skipped because a loss or gradient wasn't finite.</param>
/// <param name="Traffic">What it has moved over the network; null from a silo that doesn't count.</param>
/// <param name="Note">What doesn't suit the images that it learns from, in one line; null when all is well.</param>
[GenerateSerializer, Immutable, Alias("prcl.trainer-status")]
public sealed record TrainerStatus(
    [property: Id(0)] string Key,
    [property: Id(1)] TrainerState State,
    [property: Id(2)] string Reason,
    [property: Id(3)] long Incarnation,
    [property: Id(4)] long Round,
    [property: Id(5)] int StepInRound,
    [property: Id(6)] long Steps,
    [property: Id(7)] StepLosses? Losses,
    [property: Id(8)] double ImagesPerSecond,
    [property: Id(9)] double TensorSeconds,
    [property: Id(10)] double WallSeconds,
    [property: Id(11)] long SkippedSteps,
    [property: Id(12)] TrainerTraffic? Traffic = null,
    [property: Id(13)] string? Note = null);
