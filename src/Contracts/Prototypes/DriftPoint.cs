namespace Prcl.Contracts.Prototypes;

/// <summary>How far a prototype moved in a round.</summary>
/// <param name="Round">The committed round.</param>
/// <param name="Distance">L2 distance of the normalised means.</param>
/// <param name="Divergence">Symmetric KL divergence, spread variances.</param>
/// <param name="Clock">Image draws that the run had trained on after it; null in rounds folded by an earlier program, as what follows.</param>
/// <param name="Evidence">Committed evidence after it, pixels after forgetting.</param>
/// <param name="Spread">How wide the class was after it: the root of the mean spread variance.</param>
[GenerateSerializer, Immutable, Alias("prcl.drift-point")]
public readonly record struct DriftPoint(
    [property: Id(0)] long Round,
    [property: Id(1)] double Distance,
    [property: Id(2)] double Divergence,
    [property: Id(3)] long? Clock = null,
    [property: Id(4)] double? Evidence = null,
    [property: Id(5)] double? Spread = null);
