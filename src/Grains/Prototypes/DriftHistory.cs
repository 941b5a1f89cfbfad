using Prcl.Contracts.Prototypes;
using Prcl.Grains.Histories;
using Prcl.Learning.Prototypes;

namespace Prcl.Grains.Prototypes;

/// <summary>How a prototype moved, thinned so that it doesn't grow and still spans the whole run.</summary>
public static class DriftHistory
{
    /// <summary>Points that are kept at most: enough to draw, and reached after about a hundred rounds, so that the state's size is settled then.</summary>
    public const int Capacity = 96;

    /// <summary>Adds the move from one state of the evidence to the next.</summary>
    /// <param name="history">The history.</param>
    /// <param name="round">The round that moved it.</param>
    /// <param name="before">The evidence before it.</param>
    /// <param name="after">The evidence after it.</param>
    /// <param name="clock">Image draws that the run has trained on after it.</param>
    /// <param name="halfLife">T in image draws; 0 or infinity never forgets.</param>
    public static void Add(List<DriftPoint> history, long round, PrototypeSums before, PrototypeSums after, long clock, double halfLife)
    {
        double[] meanBefore = before.Mean(), meanAfter = after.Mean(), spread = after.SpreadVariance();
        history.Add(new DriftPoint(
            round,
            PrototypeDrift.Distance(meanBefore, meanAfter),
            PrototypeDrift.SymmetricDivergence(meanBefore, before.SpreadVariance(), meanAfter, spread),
            clock,
            after.CountAt(clock, halfLife),
            Math.Sqrt(spread.Average())));
        if (history.Count > Capacity)
        {
            history.RemoveAt(Thinning.LeastMissed([.. history.Select(p => p.Round)]));
        }
    }
}
