using Prcl.Contracts.Prototypes;
using Prcl.Learning.Prototypes;

namespace Prcl.Grains.Prototypes;

/// <summary>How a prototype moved, thinned so that it doesn't grow: when full, every second old point goes.</summary>
public static class DriftHistory
{
    /// <summary>Points that are kept at most.</summary>
    public const int Capacity = 256;

    /// <summary>Adds the move from one state of the evidence to the next.</summary>
    public static void Add(List<DriftPoint> history, long round, PrototypeSums before, PrototypeSums after)
    {
        if (history.Count >= Capacity)
        {
            var thinned = history.Where((_, i) => i % 2 == 1).ToList();
            history.Clear();
            history.AddRange(thinned);
        }

        double[] meanBefore = before.Mean(), meanAfter = after.Mean();
        history.Add(new DriftPoint(
            round,
            PrototypeDrift.Distance(meanBefore, meanAfter),
            PrototypeDrift.SymmetricDivergence(meanBefore, before.SpreadVariance(), meanAfter, after.SpreadVariance())));
    }
}
