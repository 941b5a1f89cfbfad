namespace Prcl.Contracts.Runs;

/// <summary>Which round is open and where it starts.</summary>
/// <param name="Incarnation">The caller's fencing token; 0 where nobody joined.</param>
/// <param name="Fenced">The caller's incarnation is no member any more: it must stop and may join again.</param>
/// <param name="Training">False while the run is stopped or failed: keep renewing, make no step.</param>
/// <param name="Epoch">The run's epoch; sums and reports of another epoch are refused.</param>
/// <param name="Round">The open round.</param>
/// <param name="Version">The version that the round starts from.</param>
/// <param name="ModelBlob">The blob of that version's checkpoint.</param>
/// <param name="Clock">Image draws that committed rounds have trained on: the clock of every sum of the round.</param>
/// <param name="StepsDone">Steps that the run's committed rounds made; the schedule's position at the start of the round.</param>
/// <param name="Generation">Which run of the name this is of: <see cref="RunDescription.Generation"/>.</param>
/// <param name="Revision">Which settings a round that begins now is made with: <see cref="RunDescription.Revision"/>.</param>
[GenerateSerializer, Immutable, Alias("prcl.round-assignment")]
public sealed record RoundAssignment(
    [property: Id(0)] long Incarnation,
    [property: Id(1)] bool Fenced,
    [property: Id(2)] bool Training,
    [property: Id(3)] int Epoch,
    [property: Id(4)] long Round,
    [property: Id(5)] long Version,
    [property: Id(6)] string ModelBlob,
    [property: Id(7)] long Clock,
    [property: Id(8)] long StepsDone,
    [property: Id(9)] int Generation = 0,
    [property: Id(10)] int Revision = 0);
