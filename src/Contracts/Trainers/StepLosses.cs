namespace Prcl.Contracts.Trainers;

/// <summary>One step's losses.</summary>
/// <param name="Step">Steps since the run began.</param>
/// <param name="Total">L.</param>
/// <param name="Supervised">L_s.</param>
/// <param name="Unsupervised">L_u.</param>
/// <param name="Contrastive">L_c, before its weight.</param>
/// <param name="Coverage">Share of the pseudo-labelled pixels whose confidence reaches the unsupervised threshold.</param>
/// <param name="LearningRate">The main learning rate of the step.</param>
/// <param name="Seconds">Time in the step.</param>
[GenerateSerializer, Immutable, Alias("prcl.step-losses")]
public sealed record StepLosses(
    [property: Id(0)] long Step,
    [property: Id(1)] double Total,
    [property: Id(2)] double Supervised,
    [property: Id(3)] double Unsupervised,
    [property: Id(4)] double Contrastive,
    [property: Id(5)] double Coverage,
    [property: Id(6)] double LearningRate,
    [property: Id(7)] double Seconds);
