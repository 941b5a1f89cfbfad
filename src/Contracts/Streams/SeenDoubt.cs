namespace Prcl.Contracts.Streams;

/// <summary>How much an image was in doubt when a trainer last looked at it without its label, in the part of it that the trainer saw.</summary>
/// <param name="Mean">Mean published uncertainty of a pixel, 0 (sure) to 1.</param>
/// <param name="ClassId">The predicted class that most of the doubt lies on.</param>
[GenerateSerializer, Immutable, Alias("prcl.seen-doubt")]
public sealed record SeenDoubt([property: Id(0)] double Mean, [property: Id(1)] int ClassId);
