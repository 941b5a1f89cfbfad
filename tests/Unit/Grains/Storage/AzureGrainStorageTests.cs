using Prcl.Grains.Blobs;
using Prcl.Unit.Grains.Blobs.Azure;
using Xunit;

namespace Prcl.Unit.Grains.Storage;

[Collection(nameof(SharedAzurite))]
public sealed class AzureGrainStorageTests(SharedAzurite azurite) : BlobGrainStorageContract, IAsyncLifetime
{
    private TestContainer? _container;

    protected override IBlobStore Store => _container!.Store;

    public async ValueTask InitializeAsync() => _container = await azurite.NewContainer();

    public async ValueTask DisposeAsync()
    {
        if (_container is not null)
        {
            await _container.DisposeAsync();
        }
    }
}
