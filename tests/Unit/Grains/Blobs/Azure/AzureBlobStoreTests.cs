using Prcl.Grains.Blobs;
using Xunit;

namespace Prcl.Unit.Grains.Blobs.Azure;

[Collection(nameof(SharedAzurite))]
public sealed class AzureBlobStoreTests(SharedAzurite azurite) : BlobStoreContract, IAsyncLifetime
{
    private TestContainer? _container;

    protected override IBlobStore Store => _container!.Store;

    protected override int LargeMebibytes => 300;

    public async ValueTask InitializeAsync() => _container = await azurite.NewContainer();

    public async ValueTask DisposeAsync()
    {
        if (_container is not null)
        {
            await _container.DisposeAsync();
        }
    }
}
