using Prcl.Contracts.Runs;

namespace Prcl.Grains.Rounds;

/// <summary>A report as a manifest names it.</summary>
/// <param name="Trainer">The trainer's key.</param>
/// <param name="Incarnation">Its fencing token.</param>
/// <param name="Round">The round that it was made in: the manifest's, or the one before when it was late.</param>
/// <param name="WeightsBlob">The learner's state.</param>
/// <param name="SumsBlob">The final class sums.</param>
/// <param name="Steps">Steps made.</param>
/// <param name="Images">Image draws made.</param>
/// <param name="Trained">New images trained on, by partition, as inclusive ranges of sequence numbers: from, to, from, to…</param>
/// <param name="Signs">What the part looks like from within; null where that wasn't told.</param>
/// <param name="Doubts">How much the unlabelled images that it saw were in doubt; null where that wasn't told.</param>
/// <param name="Losses">Its losses; null where that wasn't told.</param>
/// <param name="Revision">Which settings it was made with: how often they had been changed.</param>
public sealed record CommittedReport(
    string Trainer,
    long Incarnation,
    long Round,
    string WeightsBlob,
    string SumsBlob,
    int Steps,
    long Images,
    Dictionary<int, long[]> Trained,
    LearningSigns? Signs = null,
    ReportedDoubts[]? Doubts = null,
    RoundLosses? Losses = null,
    int Revision = 0);
