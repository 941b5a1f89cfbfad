namespace Prcl.Contracts.Streams;

/// <summary>An image with its place in an order.</summary>
/// <param name="Image">The image.</param>
/// <param name="Place">Its place, comparable between partitions: a larger one comes earlier.</param>
[GenerateSerializer, Immutable, Alias("prcl.placed-image")]
public sealed record PlacedImage([property: Id(0)] ImageInfo Image, [property: Id(1)] long Place);
