using Prcl.Contracts.Ingest;

namespace Prcl.Contracts.Streams;

/// <summary>What ingest asks a stream to log: an image whose blobs are durable.</summary>
/// <param name="Sha256">The image's hash.</param>
/// <param name="LabelSha256">The label's hash, or null.</param>
/// <param name="Name">The file's name as pushed.</param>
/// <param name="Domain">The domain.</param>
/// <param name="Purpose">To learn from or to measure with.</param>
/// <param name="Width">Columns, upright.</param>
/// <param name="Height">Rows, upright.</param>
/// <param name="Bytes">The image file's size; 0 where it isn't known.</param>
/// <param name="Seen">The image as the caller has seen it; null: whatever it is now.</param>
[GenerateSerializer, Immutable, Alias("prcl.image-entry")]
public sealed record ImageEntry(
    [property: Id(0)] string Sha256,
    [property: Id(1)] string? LabelSha256,
    [property: Id(2)] string Name,
    [property: Id(3)] string Domain,
    [property: Id(4)] ImagePurpose Purpose,
    [property: Id(5)] int Width,
    [property: Id(6)] int Height,
    [property: Id(7)] long Bytes = 0,
    [property: Id(8)] SeenImage? Seen = null);
