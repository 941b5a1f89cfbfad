using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Prcl.Grains.Metrics;

/// <summary>What a silo measures of its own work, for whoever listens to the meter.</summary>
public static class GrainMeters
{
    /// <summary>The meter's name.</summary>
    public const string Name = "Prcl";

    internal static readonly Meter Meter = new(Name);

    private static readonly Histogram<int> Staleness = Meter.CreateHistogram(
        "prcl.prototype.staleness",
        "{step}",
        "Steps that a trainer has made when the prototypes that it asked for arrive.",
        advice: new InstrumentAdvice<int> { HistogramBucketBoundaries = [0, 1, 2, 3, 5, 8, 13, 21, 34, 55] });

    private static readonly Counter<long> Exchanged = Meter.CreateCounter<long>(
        "prcl.exchange", "By", "Class sums that trainers have sent to prototypes and got back.");

    private static readonly Counter<long> Stored = Meter.CreateCounter<long>("prcl.storage", "By", "Bytes written to the storage and read from it.");

    private static readonly Counter<long> DamagesFound = Meter.CreateCounter<long>("prcl.storage.damaged", "{blob}", "Blobs and states that were found damaged.");

    // The exporter's own bounds are for milliseconds: they'd put every recovery into one bucket.
    private static readonly Histogram<double> Recovery = Meter.CreateHistogram(
        "prcl.recovery",
        "s",
        "Time that a grain took to be as it was, from manifests and log.",
        advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30, 100] });

    /// <summary>Prototypes have arrived that were asked for some steps ago.</summary>
    internal static void Arrived(int steps) => Staleness.Record(steps);

    /// <summary>Class sums have been sent.</summary>
    internal static void Sent(long bytes) => Exchanged.Add(bytes, new KeyValuePair<string, object?>("direction", "sent"));

    /// <summary>Class sums have come back.</summary>
    internal static void Received(long bytes) => Exchanged.Add(bytes, new KeyValuePair<string, object?>("direction", "received"));

    /// <summary>Bytes have been written to the storage.</summary>
    internal static void Written(long bytes) => Stored.Add(bytes, new KeyValuePair<string, object?>("direction", "written"));

    /// <summary>Bytes have been read from the storage.</summary>
    internal static void Read(long bytes) => Stored.Add(bytes, new KeyValuePair<string, object?>("direction", "read"));

    /// <summary>Something stored has been found damaged.</summary>
    internal static void Damaged() => DamagesFound.Add(1);

    /// <summary>A grain is itself again since a moment.</summary>
    internal static void Recovered(string grain, long since) =>
        Recovery.Record(Stopwatch.GetElapsedTime(since).TotalSeconds, new KeyValuePair<string, object?>("grain", grain));
}
