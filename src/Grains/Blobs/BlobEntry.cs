namespace Prcl.Grains.Blobs;

/// <summary>One line of a listing.</summary>
/// <param name="Name">The blob's whole name.</param>
/// <param name="Length">Bytes of content.</param>
public readonly record struct BlobEntry(string Name, long Length);
