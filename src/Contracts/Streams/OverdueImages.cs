namespace Prcl.Contracts.Streams;

/// <summary>Unlabelled images of a partition that are older than the run keeps them, and wait for a person's word instead of being deleted.</summary>
/// <param name="Images">How many.</param>
/// <param name="Unlabelled">Of how many unlabelled images.</param>
/// <param name="Bytes">Bytes of their files.</param>
/// <param name="OldestUtc">The earliest time that one of them was logged at, as its silo's clock told it.</param>
/// <param name="NewestUtc">The latest.</param>
/// <param name="LastSequence">The last of them: what <see cref="IImageStreamGrain.DeleteOverdue"/> confirms.</param>
/// <param name="Reason">Why they wait, in one line.</param>
[GenerateSerializer, Immutable, Alias("prcl.overdue-images")]
public sealed record OverdueImages(
    [property: Id(0)] long Images,
    [property: Id(1)] long Unlabelled,
    [property: Id(2)] long Bytes,
    [property: Id(3)] DateTime OldestUtc,
    [property: Id(4)] DateTime NewestUtc,
    [property: Id(5)] long LastSequence,
    [property: Id(6)] string Reason);
