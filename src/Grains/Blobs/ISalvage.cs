namespace Prcl.Grains.Blobs;

/// <summary>A store that can hand out a damaged blob's bytes, for whoever can tell by himself which of them are sound.</summary>
public interface ISalvage
{
    /// <summary>
    /// The content as it is, unless it is known to be another blob's; null when there is no such blob, or nothing of it. What is sound of it, the store
    /// doesn't say.
    /// </summary>
    /// <exception cref="BlobStorageException">The storage failed.</exception>
    Task<byte[]?> ReadUnverified(string name, CancellationToken cancellation = default);
}
