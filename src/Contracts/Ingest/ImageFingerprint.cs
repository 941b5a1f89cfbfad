using Prcl.Contracts.Requests;

namespace Prcl.Contracts.Ingest;

/// <summary>An image and its label by hash, and what they are meant for.</summary>
/// <param name="ImageSha256">64 lower-case hex digits.</param>
/// <param name="LabelSha256">64 lower-case hex digits of the label file, or null.</param>
/// <param name="Domain">The domain; null where any will do.</param>
/// <param name="Purpose">To learn from or to measure with; null where either will do.</param>
[GenerateSerializer, Immutable, Alias("prcl.image-fingerprint")]
public readonly record struct ImageFingerprint(
    [property: Id(0), Sha256] string ImageSha256,
    [property: Id(1), Sha256] string? LabelSha256,
    [property: Id(2), Name] string? Domain = null,
    [property: Id(3)] ImagePurpose? Purpose = null);
