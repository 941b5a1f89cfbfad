using Prcl.Client.Prototypes;
using Prcl.Contracts.Prototypes;

namespace Prcl.Client.Output;

/// <summary>A class prototype with its neighbours. Variances without "mean" in their names have length D.</summary>
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
    NearClass[] Nearest,
    DriftPoint[] DriftHistory,
    long RefusedSums,
    double[] Mean,
    double[] PosteriorVariance,
    double[] SpreadVariance)
{
    /// <summary>The document of a prototype among all of its run.</summary>
    public static PrototypeDocument Of(PrototypeView prototype, IEnumerable<PrototypeView> all) => new(
        prototype.ClassId,
        prototype.ClassName,
        prototype.Evidence,
        prototype.Stale,
        prototype.Round,
        Average(prototype.PosteriorVariance),
        Average(prototype.SpreadVariance),
        prototype.Drift,
        prototype.DriftDivergence,
        NearClass.RankFor(prototype, all),
        prototype.DriftHistory,
        prototype.RefusedSums,
        prototype.Mean,
        prototype.PosteriorVariance,
        prototype.SpreadVariance);

    private static double? Average(double[] values) => values.Length == 0 ? null : values.Average();
}
