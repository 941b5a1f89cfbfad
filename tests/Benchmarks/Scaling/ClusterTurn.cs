using Prcl.Contracts.Trainers;

namespace Prcl.Benchmarks.Scaling;

/// <summary>What trainers did in a window of whole rounds.</summary>
/// <param name="ImagesPerSecond">Image draws of all trainers, by the manifests.</param>
/// <param name="RoundSeconds">From commit to commit.</param>
/// <param name="StepSeconds">One step on the device's thread, mean over steps and trainers.</param>
/// <param name="OutsideSteps">Seconds of a round outside of its steps: report, averaging, loading, waiting for the others.</param>
/// <param name="BytesPerStep">Sent and received by a trainer a step, images aside.</param>
internal sealed record ClusterTurn(double ImagesPerSecond, double RoundSeconds, double StepSeconds, double OutsideSteps, double BytesPerStep)
{
    /// <summary>From the manifests' window and the trainers' own counts at its two ends.</summary>
    /// <param name="window">The window.</param>
    /// <param name="from">The trainers at the beginning.</param>
    /// <param name="to">The same trainers, in the same order, at the end.</param>
    public static ClusterTurn Of(RoundWindow window, TrainerStatus[] from, TrainerStatus[] to)
    {
        var (steps, tensor, rounds) = (Total(t => t.Traffic!.Steps), Total(t => t.TensorSeconds), (double)window.Rounds);
        return new ClusterTurn(
            window.ImagesPerSecond,
            window.Seconds / rounds,
            tensor / steps,
            (Total(t => t.WallSeconds) - tensor) / (rounds * to.Length),
            Total(t => t.Traffic!.Sent + t.Traffic.Received) / steps);

        double Total(Func<TrainerStatus, double> count) => to.Sum(count) - from.Sum(count);
    }
}
