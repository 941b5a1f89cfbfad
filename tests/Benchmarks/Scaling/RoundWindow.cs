using Prcl.Grains.Rounds;

namespace Prcl.Benchmarks.Scaling;

/// <summary>
/// A stretch of time from one commit to a later one, in which the same number of trainers reported whole rounds. Given a run's manifests in
/// order; one of another form (a trainer joined, left or was late) begins the stretch anew.
/// </summary>
/// <param name="trainers">Reports of each round.</param>
/// <param name="steps">Steps of each report.</param>
/// <param name="seconds">How long it must be at least; whole rounds make it longer.</param>
internal sealed class RoundWindow(int trainers, int steps, double seconds)
{
    private RoundManifest? _first;
    private RoundManifest? _last;

    /// <summary>Rounds in it; the one whose commit is its beginning isn't.</summary>
    public long Rounds => _first is null ? 0 : _last!.Round - _first.Round;

    /// <summary>Its length.</summary>
    public double Seconds => _first is null ? 0 : (_last!.CommittedUtc - _first.CommittedUtc).TotalSeconds;

    /// <summary>Image draws of all trainers a second.</summary>
    public double ImagesPerSecond => Rounds == 0 ? 0 : (_last!.Clock - _first!.Clock) / Seconds;

    /// <summary>Whether it is long enough.</summary>
    public bool IsComplete => Rounds > 0 && Seconds >= seconds;

    /// <summary>Takes the next manifest.</summary>
    public void Take(RoundManifest manifest)
    {
        var isWhole = manifest.Reports.Length == trainers && Array.TrueForAll(manifest.Reports, r => r.Round == manifest.Round && r.Steps == steps);
        (_first, _last) = !isWhole ? (null, null) : _first is null ? (manifest, manifest) : (_first, manifest);
    }
}
