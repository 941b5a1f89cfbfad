namespace Prcl.Contracts.Prototypes;

/// <summary>How far a prototype moved in a round.</summary>
/// <param name="Round">The committed round.</param>
/// <param name="Distance">L2 distance of the normalised means.</param>
/// <param name="Divergence">Symmetric KL divergence, spread variances.</param>
[GenerateSerializer, Immutable, Alias("prcl.drift-point")]
public readonly record struct DriftPoint(
    [property: Id(0)] long Round,
    [property: Id(1)] double Distance,
    [property: Id(2)] double Divergence);
