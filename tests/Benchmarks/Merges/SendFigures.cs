namespace Prcl.Benchmarks.Merges;

/// <summary>Sends of one class's sums each, over a while.</summary>
/// <param name="MergesPerSecond">Sends answered a second.</param>
/// <param name="MedianMilliseconds">From a send to its answer; 0 when there was none.</param>
/// <param name="P99Milliseconds">The same, which 1 % exceed.</param>
/// <param name="SiloMicroseconds">Processor time of all state silos a send.</param>
/// <param name="SenderMicroseconds">Processor time of the process that is all trainers, a send.</param>
/// <param name="SiloProcessors">Processors that the state silos kept busy on average.</param>
/// <param name="Failures">Sends without an answer in time.</param>
internal sealed record SendFigures(
    double MergesPerSecond, double MedianMilliseconds, double P99Milliseconds, double SiloMicroseconds, double SenderMicroseconds, double SiloProcessors, long Failures)
{
    /// <summary>What a meter has seen.</summary>
    /// <param name="meter">The meter, closed.</param>
    /// <param name="seconds">How long it was open.</param>
    /// <param name="silos">Processor time of the silos meanwhile.</param>
    /// <param name="sender">That of this process.</param>
    public static SendFigures Of(SendMeter meter, double seconds, TimeSpan silos, TimeSpan sender)
    {
        var sends = meter.Milliseconds.Count;
        return new SendFigures(
            sends / seconds,
            sends == 0 ? 0 : Interleaved.Median(meter.Milliseconds),
            sends == 0 ? 0 : Interleaved.Quantile(meter.Milliseconds, 0.99),
            silos.TotalMicroseconds / Math.Max(1, sends),
            sender.TotalMicroseconds / Math.Max(1, sends),
            silos.TotalSeconds / seconds,
            meter.Failures);
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(
        null, $"{MergesPerSecond:F0} merges/s, median {MedianMilliseconds:F1} ms, p99 {P99Milliseconds:F1} ms, silo {SiloMicroseconds:F0} µs a merge ({SiloProcessors:F2} processors), {Failures} unanswered");
}
