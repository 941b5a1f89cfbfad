namespace Prcl.Contracts.Prototypes;

/// <summary>What a trainer pulls: committed evidence ⊕ the other trainers' pending sums.</summary>
/// <param name="Round">Every round below this one is folded in.</param>
/// <param name="Sums">The sums; null when there is no evidence.</param>
/// <param name="Refusal">Why the message's sums were refused, or null. The pulled sums hold all the same.</param>
[GenerateSerializer, Immutable, Alias("prcl.pulled-prototype")]
public sealed record PulledPrototype(
    [property: Id(0)] long Round,
    [property: Id(1)] ClassSums? Sums,
    [property: Id(2)] string? Refusal);
