namespace Prcl.Contracts.Streams;

/// <summary>An image of a run with its file.</summary>
/// <param name="Image">The image.</param>
/// <param name="Bytes">Its file, as it was pushed.</param>
[GenerateSerializer, Immutable, Alias("prcl.stored-file")]
public sealed record StoredFile([property: Id(0)] ImageInfo Image, [property: Id(1)] byte[] Bytes);
