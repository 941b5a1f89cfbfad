using Prcl.Contracts.Requests;

namespace Prcl.Contracts.Ingest;

/// <summary>An image on its way into a run.</summary>
/// <param name="Name">The file's name as the person knows it; kept for messages only.</param>
/// <param name="Image">The JPEG or PNG file's bytes.</param>
/// <param name="Label">The label PNG's bytes, or null.</param>
/// <param name="Domain">The domain (camera, place, weather) that it belongs to.</param>
/// <param name="Purpose">To learn from or to measure with.</param>
/// <param name="Seen">The image as it was when this was decided: a label that arrives late then replaces no newer one. Null: whatever it is now.</param>
[GenerateSerializer, Immutable, Alias("prcl.image-push")]
public sealed record ImagePush(
    [property: Id(0), Text(1000)] string Name,
    [property: Id(1)] byte[] Image,
    [property: Id(2)] byte[]? Label,
    [property: Id(3), Name] string Domain,
    [property: Id(4)] ImagePurpose Purpose,
    [property: Id(5)] SeenImage? Seen = null);
