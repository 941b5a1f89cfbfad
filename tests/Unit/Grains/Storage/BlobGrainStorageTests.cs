using Prcl.Grains.Blobs;
using Prcl.Unit.Grains.Blobs;

namespace Prcl.Unit.Grains.Storage;

public sealed class BlobGrainStorageTests : BlobGrainStorageContract
{
    protected override IBlobStore Store { get; } = new MemoryBlobStore();
}
