namespace Prcl.Grains.Blobs;

/// <summary>A blob as read at one moment.</summary>
/// <param name="Bytes">The whole content; the reader owns it.</param>
/// <param name="ETag">Names this state of the blob, for <see cref="BlobCondition.MustMatch"/>.</param>
public sealed record BlobContent(byte[] Bytes, string ETag);
