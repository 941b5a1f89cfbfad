using Prcl.Contracts.Prototypes;
using Prcl.Learning.Representations;

namespace Prcl.Silo.Http.Api.Prototypes;

/// <summary>A class near a place.</summary>
/// <param name="ClassId">The class.</param>
/// <param name="ClassName">Its name.</param>
/// <param name="Score">Mutual likelihood score, means of norm √D; higher is nearer.</param>
internal sealed record Neighbour(int ClassId, string ClassName, double Score);

/// <summary>Which classes are near.</summary>
internal static class Neighbours
{
    /// <summary>The classes with evidence, nearest first; equal scores in class order.</summary>
    /// <param name="mean">The place, of any norm but 0, [D].</param>
    /// <param name="variance">How wide it is, [D].</param>
    /// <param name="prototypes">The classes.</param>
    public static Neighbour[] Rank(double[] mean, double[] variance, IEnumerable<PrototypeView> prototypes) =>
    [
        .. prototypes.Where(p => p.Mean.Length == mean.Length && p.Mean.Any(x => x != 0))
            .Select(p => new Neighbour(p.ClassId, p.ClassName, MutualLikelihood.ScaledScore(mean, variance, p.Mean, p.SpreadVariance)))
            .OrderByDescending(n => n.Score).ThenBy(n => n.ClassId),
    ];
}
