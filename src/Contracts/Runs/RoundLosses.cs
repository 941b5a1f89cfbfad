namespace Prcl.Contracts.Runs;

/// <summary>Losses of a trainer's part of a round: means over the steps that changed a weight.</summary>
/// <param name="Supervised">L_s.</param>
/// <param name="Unsupervised">L_u.</param>
/// <param name="Contrastive">L_c, before its weight.</param>
/// <param name="Coverage">Share of the pseudo-labelled pixels whose confidence reaches the unsupervised threshold.</param>
/// <param name="Steps">How many steps these are.</param>
/// <param name="Seconds">Time in all steps of the part.</param>
[GenerateSerializer, Immutable, Alias("prcl.round-losses")]
public sealed record RoundLosses(
    [property: Id(0)] double Supervised,
    [property: Id(1)] double Unsupervised,
    [property: Id(2)] double Contrastive,
    [property: Id(3)] double Coverage,
    [property: Id(4)] int Steps,
    [property: Id(5)] double Seconds);
