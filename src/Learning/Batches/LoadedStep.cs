using Prcl.Learning.Training;

namespace Prcl.Learning.Batches;

/// <summary>A step that is ready to be made.</summary>
/// <param name="Position">Where in the run it stands.</param>
/// <param name="Batch">What it trains on.</param>
public sealed record LoadedStep(StepPosition Position, StepBatch Batch);
