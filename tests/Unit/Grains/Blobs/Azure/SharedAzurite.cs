using Prcl.Servers;
using Prcl.Unit.Grains.Blobs.Azure;
using Xunit;

[assembly: AssemblyFixture(typeof(SharedAzurite))]

namespace Prcl.Unit.Grains.Blobs.Azure;

/// <summary>One Azurite for all tests, begun by the first that needs it; each test has a container of its own.</summary>
public sealed class SharedAzurite : IAsyncDisposable
{
    private readonly Lazy<Task<Azurite>> _server = new(() => Azurite.Started());

    /// <summary>A store in a new container; skips the test where there is no Azurite.</summary>
    public async Task<TestContainer> NewContainer() => await TestContainer.Create(await Server());

    public async ValueTask DisposeAsync()
    {
        if (_server.IsValueCreated)
        {
            await (await _server.Value).DisposeAsync();
        }
    }

    private Task<Azurite> Server()
    {
        Assert.SkipUnless(Azurite.IsInstalled, Azurite.Absent);
        return _server.Value;
    }
}
