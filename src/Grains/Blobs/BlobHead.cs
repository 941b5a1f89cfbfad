namespace Prcl.Grains.Blobs;

/// <summary>What is known of a blob without its content, as of one moment.</summary>
/// <param name="Length">Bytes of content.</param>
/// <param name="ETag">Names this state of the blob, for <see cref="BlobCondition.MustMatch"/>.</param>
public sealed record BlobHead(long Length, string ETag);
