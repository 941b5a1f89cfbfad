using Prcl.Grains.Blobs;

namespace Prcl.Unit.Grains.Blobs;

public sealed class MemoryBlobStoreTests : BlobStoreContract
{
    protected override IBlobStore Store { get; } = new MemoryBlobStore();
}
