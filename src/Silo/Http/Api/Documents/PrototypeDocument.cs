using Prcl.Contracts.Prototypes;

namespace Prcl.Silo.Http.Api.Documents;

/// <summary>A class prototype, without its vectors.</summary>
/// <param name="ClassId">The class.</param>
/// <param name="ClassName">Its name.</param>
/// <param name="Evidence">Pixels, after forgetting.</param>
/// <param name="Stale">Whether it has too little evidence to be used.</param>
/// <param name="Round">Rounds folded in.</param>
/// <param name="MeanPosteriorVariance">How surely its mean is known, on average over the dimensions; null without evidence.</param>
/// <param name="MeanSpreadVariance">How wide the class is, likewise.</param>
/// <param name="Drift">How far it moved in the last committed round.</param>
/// <param name="DriftDivergence">The same as a symmetric KL divergence.</param>
/// <param name="RefusedSums">Sums that it refused since it was activated.</param>
internal sealed record PrototypeDocument(
    int ClassId,
    string ClassName,
    double Evidence,
    bool Stale,
    long Round,
    double? MeanPosteriorVariance,
    double? MeanSpreadVariance,
    double Drift,
    double DriftDivergence,
    long RefusedSums)
{
    /// <summary>The document of a prototype.</summary>
    public static PrototypeDocument Of(PrototypeView prototype) => new(
        prototype.ClassId,
        prototype.ClassName,
        prototype.Evidence,
        prototype.Stale,
        prototype.Round,
        Average(prototype.PosteriorVariance),
        Average(prototype.SpreadVariance),
        prototype.Drift,
        prototype.DriftDivergence,
        prototype.RefusedSums);

    private static double? Average(double[] values) => values.Length == 0 ? null : values.Average();
}
