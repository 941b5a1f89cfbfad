namespace Prcl.Contracts.Streams;

/// <summary>What a stream holds.</summary>
/// <param name="Stored">Images in the log that aren't deleted, evaluation images included.</param>
/// <param name="Labelled">Training images with a label.</param>
/// <param name="Evaluation">Images kept for measuring.</param>
/// <param name="Trained">Unlabelled images that a committed round has trained on.</param>
/// <param name="Leased">Images that a trainer holds now.</param>
/// <param name="Backlog">Unlabelled images that nobody has trained on or holds.</param>
/// <param name="Quarantined">Images that failed three leases.</param>
/// <param name="Deleted">Deletions so far; deleted images are in no other count.</param>
/// <param name="Bytes">Bytes of the stored images' files; without labels, and those that were logged before sizes were.</param>
/// <param name="Overdue">Images that are too old to be kept, and wait for a person's word.</param>
/// <param name="Note">Why they wait, in one line; null when none do.</param>
[GenerateSerializer, Immutable, Alias("prcl.stream-counts")]
public sealed record StreamCounts(
    [property: Id(0)] long Stored,
    [property: Id(1)] long Labelled,
    [property: Id(2)] long Evaluation,
    [property: Id(3)] long Trained,
    [property: Id(4)] long Leased,
    [property: Id(5)] long Backlog,
    [property: Id(6)] long Quarantined,
    [property: Id(7)] long Deleted = 0,
    [property: Id(8)] long Bytes = 0,
    [property: Id(9)] long Overdue = 0,
    [property: Id(10)] string? Note = null);
