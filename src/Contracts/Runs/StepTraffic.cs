namespace Prcl.Contracts.Runs;

/// <summary>What a step costs a trainer on the network, images aside: sent and received together.</summary>
/// <param name="Bytes">Bytes a step: sums, reports and versions, over all steps of the living trainers.</param>
/// <param name="AllReduceBytes">Bytes a step that a ring all-reduce of the gradient would have moved: 4·(n − 1)/n of the gradient's bytes for n trainers.</param>
[GenerateSerializer, Immutable, Alias("prcl.step-traffic")]
public sealed record StepTraffic([property: Id(0)] double Bytes, [property: Id(1)] double AllReduceBytes);
