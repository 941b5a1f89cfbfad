using Prcl.Grains.Blobs;
using Xunit;

namespace Prcl.Unit.Grains.Blobs.Azure;

/// <summary>Tests on a container of Azurite, each with its own. One after another: Azurite has one thread.</summary>
[Collection(nameof(SharedAzurite))]
public abstract class AzureTests(SharedAzurite azurite) : IAsyncLifetime
{
    private TestContainer? _container;

    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    protected TestContainer Container => _container!;

    /// <summary>A store without faults.</summary>
    protected IBlobStore Store => Container.Store;

    public async ValueTask InitializeAsync() => _container = await azurite.NewContainer();

    public async ValueTask DisposeAsync()
    {
        if (_container is not null)
        {
            await _container.DisposeAsync();
        }

        GC.SuppressFinalize(this);
    }
}
