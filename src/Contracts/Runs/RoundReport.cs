namespace Prcl.Contracts.Runs;

/// <summary>A trainer's word that its part of a round is written: the report blob holds the weights; the class sums stand in a second one, named by round and incarnation.</summary>
/// <param name="Trainer">The trainer's key.</param>
/// <param name="Incarnation">Its fencing token.</param>
/// <param name="Epoch">The run's epoch that it trained in.</param>
/// <param name="Round">The round.</param>
/// <param name="ReportBlob">Name of the report blob.</param>
/// <param name="Steps">Steps made.</param>
/// <param name="ImagesTrained">Image draws made (labelled, new and replayed).</param>
/// <param name="Images">New images that the round trained on, by partition, as log sequence numbers.</param>
/// <param name="Signs">What the part looks like from within; null from a silo that doesn't tell.</param>
/// <param name="Doubts">How much the unlabelled images that it saw were in doubt, by partition; null from an earlier silo.</param>
/// <param name="Losses">Its losses; null where every step was skipped, and from an earlier silo.</param>
/// <param name="Revision">Which settings it was made with: <see cref="RunDescription.Revision"/>.</param>
/// <param name="Trace">The span of the round, as W3C's traceparent; null where nobody traces.</param>
[GenerateSerializer, Immutable, Alias("prcl.round-report")]
public sealed record RoundReport(
    [property: Id(0)] string Trainer,
    [property: Id(1)] long Incarnation,
    [property: Id(2)] int Epoch,
    [property: Id(3)] long Round,
    [property: Id(4)] string ReportBlob,
    [property: Id(5)] int Steps,
    [property: Id(6)] long ImagesTrained,
    [property: Id(7)] Dictionary<int, long[]> Images,
    [property: Id(8)] LearningSigns? Signs = null,
    [property: Id(9)] ReportedDoubts[]? Doubts = null,
    [property: Id(10)] RoundLosses? Losses = null,
    [property: Id(11)] int Revision = 0,
    [property: Id(12)] string? Trace = null);
