namespace Prcl.Contracts.Prototypes;

/// <summary>A sum of evidence for one class: (Λ, η, q, n) at a clock (<c>docs/method.md</c>, section 3). All arrays have length D.</summary>
/// <param name="Precision">Λ = Σ 1/σ².</param>
/// <param name="Information">η = Σ μ/σ².</param>
/// <param name="SecondMoment">q = Σ μ²/σ².</param>
/// <param name="Count">n, pixels (decayed ones count in part).</param>
/// <param name="Clock">Image draws at which the sum stands.</param>
[GenerateSerializer, Immutable, Alias("prcl.class-sums")]
public sealed record ClassSums(
    [property: Id(0)] double[] Precision,
    [property: Id(1)] double[] Information,
    [property: Id(2)] double[] SecondMoment,
    [property: Id(3)] double Count,
    [property: Id(4)] long Clock);
