namespace Prcl.Contracts.Prototypes;

/// <summary>A class prototype as a person sees it: committed ⊕ pending evidence. Arrays have length D.</summary>
/// <param name="ClassId">The class.</param>
/// <param name="ClassName">Its name.</param>
/// <param name="Round">Rounds folded in.</param>
/// <param name="Evidence">n, pixels after forgetting.</param>
/// <param name="Stale">Below the run's <c>min-evidence</c>: no source of positives or negatives.</param>
/// <param name="Mean">μ = η/Λ; empty without evidence.</param>
/// <param name="PosteriorVariance">1/Λ: how surely the mean is known.</param>
/// <param name="SpreadVariance">Between-pixel variance plus the typical σ²: how wide the class is.</param>
/// <param name="Drift">L2 distance of the normalised means over the last committed round; 0 before two.</param>
/// <param name="DriftDivergence">Symmetric KL divergence over the last committed round (spread variances); 0 before two.</param>
/// <param name="DriftHistory">Thinned history of (round, drift).</param>
/// <param name="RefusedSums">Sums refused since activation.</param>
[GenerateSerializer, Immutable, Alias("prcl.prototype")]
public sealed record PrototypeView(
    [property: Id(0)] int ClassId,
    [property: Id(1)] string ClassName,
    [property: Id(2)] long Round,
    [property: Id(3)] double Evidence,
    [property: Id(4)] bool Stale,
    [property: Id(5)] double[] Mean,
    [property: Id(6)] double[] PosteriorVariance,
    [property: Id(7)] double[] SpreadVariance,
    [property: Id(8)] double Drift,
    [property: Id(9)] double DriftDivergence,
    [property: Id(10)] DriftPoint[] DriftHistory,
    [property: Id(11)] long RefusedSums);
