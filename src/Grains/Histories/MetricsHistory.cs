using Prcl.Contracts.Runs;
using Prcl.Grains.Rounds;
using Prcl.Grains.Streams.Doubts;

namespace Prcl.Grains.Histories;

/// <summary>What a run looked like when its rounds were committed, from what the manifests say; thinned, so that it doesn't grow and still spans the whole run.</summary>
/// <param name="points">Where it is kept, oldest first.</param>
internal sealed class MetricsHistory(List<MetricsPoint> points)
{
    /// <summary>Points that are kept at most: as many as a line on a screen shows.</summary>
    public const int Capacity = 256;

    /// <summary>The newest point; null before the first round.</summary>
    public MetricsPoint? Newest => points.Count > 0 ? points[^1] : null;

    /// <summary>The points of the rounds after one.</summary>
    public MetricsPoint[] After(long round) => [.. points.Where(p => p.Round > round)];

    /// <summary>A round was committed.</summary>
    public void Add(RoundManifest manifest)
    {
        points.Add(Of(manifest));
        if (points.Count > Capacity)
        {
            points.RemoveAt(Thinning.LeastMissed([.. points.Select(p => p.Round)]));
        }
    }

    /// <summary>Says how many images wait, soon after the newest commit; kept with the next change of the run.</summary>
    /// <param name="round">The round that was the newest when they were counted.</param>
    /// <param name="backlog">How many.</param>
    public void Note(long round, long backlog)
    {
        if (Newest is { } newest && newest.Round == round)
        {
            points[^1] = newest with { Backlog = backlog };
        }
    }

    private static MetricsPoint Of(RoundManifest manifest)
    {
        RoundLosses[] told = [.. manifest.Reports.Select(r => r.Losses).OfType<RoundLosses>().Where(l => l.Steps > 0)];
        return new MetricsPoint(
            manifest.CommittedUtc,
            manifest.Round,
            manifest.Clock,
            Mean(told, l => l.Supervised),
            Mean(told, l => l.Unsupervised),
            Mean(told, l => l.Contrastive),
            Mean(told, l => l.Coverage),
            Uncertainty(manifest),
            Rate(manifest),
            manifest.Reports.DistinctBy(r => r.Trainer).Count());
    }

    // Who made more steps counts for more.
    private static double? Mean(RoundLosses[] told, Func<RoundLosses, double> figure) =>
        told.Length == 0 ? null : told.Sum(l => l.Steps * figure(l)) / told.Sum(l => l.Steps);

    private static double? Uncertainty(RoundManifest manifest)
    {
        byte[] levels = [.. manifest.Reports.SelectMany(r => r.Doubts ?? []).SelectMany(d => d.Levels).Where(level => level > 0)];
        return levels.Length == 0 ? null : levels.Average(level => DoubtLevel.MeanOf(level));
    }

    private static double? Rate(RoundManifest manifest)
    {
        CommittedReport[] timed = [.. manifest.Reports.Where(r => r.Losses is { Seconds: > 0 })];
        return timed.Length == 0 ? null : timed.Sum(r => r.Images / r.Losses!.Seconds);
    }
}
