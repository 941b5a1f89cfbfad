namespace Prcl.Contracts.Evaluation;

/// <summary>Whether learning from the stream has helped in a domain: the newest measured version beside the run's <c>baseline</c>, on the same frames.</summary>
/// <param name="Domain">The domain.</param>
/// <param name="Images">Frames measured.</param>
/// <param name="Frames">Fingerprint of these frames and their labels.</param>
/// <param name="Newest">The newest version that was measured.</param>
/// <param name="Baseline">The last version before the first unlabelled image was learned from, or the one that a person chose.</param>
[GenerateSerializer, Immutable, Alias("prcl.domain-comparison")]
public sealed record DomainComparison(
    [property: Id(0)] string Domain,
    [property: Id(1)] int Images,
    [property: Id(2)] string Frames,
    [property: Id(3)] ModelScore Newest,
    [property: Id(4)] ModelScore Baseline)
{
    /// <summary>What learning has gained, in points of mIoU.</summary>
    public double Gain => Newest.MeanIou - Baseline.MeanIou;
}
