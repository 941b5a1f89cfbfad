using Prcl.Servers;
using Prcl.Unit.Grains.Blobs.Azure;
using Xunit;

[assembly: AssemblyFixture(typeof(SharedAzurite))]

namespace Prcl.Unit.Grains.Blobs.Azure;

/// <summary>One Azurite for all tests, begun by the first that needs it; each test has a container of its own.</summary>
public sealed class SharedAzurite : IAsyncDisposable
{
    private readonly Lazy<Task<Azurite>> _server = new(() => Azurite.StartedOrSkip());

    /// <summary>A store in a new container; skips the test where there is no Azurite.</summary>
    public async Task<TestContainer> NewContainer() => await TestContainer.Create(await _server.Value);

    public async ValueTask DisposeAsync()
    {
        if (_server is { IsValueCreated: true, Value.IsCompletedSuccessfully: true })
        {
            await (await _server.Value).DisposeAsync();
        }
    }
}
