using Prcl.Contracts.Runs;

namespace Prcl.Chaos.Endless;

/// <summary>What was found at one look.</summary>
/// <param name="Minute">Minutes since the stream began.</param>
/// <param name="Megabytes">Memory that the silo holds.</param>
/// <param name="Round">The open round.</param>
/// <param name="ImagesTrained">Image draws so far.</param>
/// <param name="Stored">Images stored.</param>
/// <param name="Backlog">Images that nobody has trained on.</param>
/// <param name="MeanIou">mIoU in percent of the newest measured version, by weather.</param>
/// <param name="Baseline">The same of the last version before the first unlabelled image.</param>
/// <param name="Alarms">What the run says about itself.</param>
internal sealed record EndlessSample(
    double Minute, double Megabytes, long Round, long ImagesTrained, long Stored, long Backlog,
    SortedDictionary<string, double> MeanIou, SortedDictionary<string, double> Baseline, string[] Alarms)
{
    /// <summary>From a status.</summary>
    public static EndlessSample Of(double minute, long bytes, RunStatus status) => new(
        minute,
        bytes / 1e6,
        status.Round,
        status.ImagesTrained,
        status.Images.Stored,
        status.Images.Backlog,
        new((status.Comparison ?? []).ToDictionary(c => c.Domain, c => c.Newest.MeanIou), StringComparer.Ordinal),
        new((status.Comparison ?? []).ToDictionary(c => c.Domain, c => c.Baseline.MeanIou), StringComparer.Ordinal),
        [.. (status.Alarms ?? []).Select(a => $"{a.Kind}: {a.Text}")]);

    /// <summary>Mean over the weathers; null before all of them were measured.</summary>
    public double? Mean => MeanIou.Count == DrawnStreets.Weathers.Count ? MeanIou.Values.Average() : null;
}
