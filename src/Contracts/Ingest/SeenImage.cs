using Prcl.Contracts.Requests;

namespace Prcl.Contracts.Ingest;

/// <summary>
/// An image as a caller has seen it. Named in a change, the change is made only if the image is still that one: whatever is delivered late, or
/// twice, finds it changed and does nothing.
/// </summary>
/// <param name="Sequence">The image's place in its log, given to no other image ever; −1: the run doesn't have it.</param>
/// <param name="Labels">How many labels it has been given so far.</param>
[GenerateSerializer, Immutable, Alias("prcl.seen-image")]
public readonly record struct SeenImage([property: Id(0), Whole(-1)] long Sequence, [property: Id(1), Whole(0)] int Labels)
{
    /// <summary>An image that the run doesn't have.</summary>
    public static readonly SeenImage None = new(-1, 0);
}
