namespace Prcl.Contracts.Ingest;

/// <summary>An image and its label by hash.</summary>
/// <param name="ImageSha256">64 lower-case hex digits.</param>
/// <param name="LabelSha256">64 lower-case hex digits of the label file, or null.</param>
[GenerateSerializer, Immutable, Alias("prcl.image-fingerprint")]
public readonly record struct ImageFingerprint([property: Id(0)] string ImageSha256, [property: Id(1)] string? LabelSha256);
