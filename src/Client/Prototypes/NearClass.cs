using Prcl.Contracts.Prototypes;

namespace Prcl.Client.Prototypes;

/// <summary>A class near another one.</summary>
/// <param name="ClassId">The class.</param>
/// <param name="ClassName">Its name.</param>
/// <param name="Score">Mutual likelihood score; higher is nearer.</param>
internal sealed record NearClass(int ClassId, string ClassName, double Score)
{
    /// <summary>The other classes with evidence, nearest first; equal scores in class order.</summary>
    public static NearClass[] RankFor(PrototypeView prototype, IEnumerable<PrototypeView> all) =>
    [
        .. all
            .Where(other => other.ClassId != prototype.ClassId)
            .Select(other => (Other: other, Score: MutualLikelihood.Score(prototype, other)))
            .Where(pair => pair.Score is not null)
            .OrderByDescending(pair => pair.Score)
            .ThenBy(pair => pair.Other.ClassId)
            .Select(pair => new NearClass(pair.Other.ClassId, pair.Other.ClassName, pair.Score!.Value)),
    ];
}
