using Prcl.Contracts.Runs;

namespace Prcl.Grains.Rounds;

/// <summary>
/// The one commit of a round: whatever it doesn't name never counts. Committing round N publishes version N + 1.
/// </summary>
/// <param name="Epoch">The run's epoch.</param>
/// <param name="Round">N.</param>
/// <param name="ModelBlob">The checkpoint of version N + 1.</param>
/// <param name="Clock">Image draws trained on after this round.</param>
/// <param name="StepsDone">Steps after this round: the schedule's position.</param>
/// <param name="CommittedUtc">When it was committed.</param>
/// <param name="Reports">What it commits.</param>
/// <param name="VelocityBlob">The run's outer momentum at version N + 1; null while there is none.</param>
/// <param name="Id">Tells this commit from any other try to commit the round.</param>
/// <param name="Previous">The id of the round before, on which this one stands; empty for round 0.</param>
/// <param name="Rewind">Set where the round doesn't commit reports but begins a new epoch.</param>
public sealed record RoundManifest(
    int Epoch,
    long Round,
    string ModelBlob,
    long Clock,
    long StepsDone,
    DateTime CommittedUtc,
    CommittedReport[] Reports,
    string? VelocityBlob = null,
    Guid Id = default,
    Guid Previous = default,
    Rewind? Rewind = null)
{
    /// <summary>Whether it commits this report.</summary>
    public bool Names(RoundReport report) =>
        Array.Exists(Reports, r => r.Trainer == report.Trainer && r.Incarnation == report.Incarnation && r.Round == report.Round);
}
