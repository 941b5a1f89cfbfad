using Prcl.Chaos.Faults;
using Prcl.Chaos.Images;

namespace Prcl.Chaos.Verdict;

/// <summary>How long it took after faults.</summary>
/// <param name="Median">Seconds.</param>
/// <param name="Worst">Seconds.</param>
internal sealed record Recovery(double Median, double Worst)
{
    /// <summary>
    /// Seconds until a status that was asked for, and an image that was pushed, after the fault were answered. Counted from a kill or a
    /// stop of a silo; of Redis and the storage, from when they were there again.
    /// </summary>
    public static double? Of(Fault fault, IEnumerable<Answered> statuses, IEnumerable<Answered> pushes)
    {
        var from = fault.Kind is FaultKind.KillSilo or FaultKind.FreezeSilo ? fault.Begun : fault.Ended;
        return fault.Kind is FaultKind.Guest or FaultKind.Backup or FaultKind.Rotation ? null : Math.Max(First(statuses), First(pushes)) - from;

        double First(IEnumerable<Answered> answers) => answers.Where(a => a.Asked >= from).Select(a => a.At).DefaultIfEmpty(double.PositiveInfinity).Min();
    }

    /// <summary>Over several.</summary>
    public static Recovery Over(IEnumerable<double> seconds)
    {
        double[] sorted = [.. seconds.Order()];
        return sorted.Length == 0 ? new Recovery(0, 0) : new Recovery(Math.Round((sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2, 2), Math.Round(sorted[^1], 2));
    }
}
