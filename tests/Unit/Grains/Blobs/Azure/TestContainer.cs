using Azure.Core.Pipeline;
using Azure.Storage.Blobs;
using Prcl.Grains.Blobs;
using Prcl.Grains.Blobs.Azure;
using Prcl.Servers;
using Xunit;

namespace Prcl.Unit.Grains.Blobs.Azure;

/// <summary>A container of one test, deleted when disposed.</summary>
public sealed class TestContainer : IAsyncDisposable
{
    /// <summary>Repeats fast, so that tests of faults take no time, and is patient with a busy machine, so that nothing else is repeated.</summary>
    public static readonly AzureBlobOptions Fast = new()
    {
        Delay = TimeSpan.FromMilliseconds(1),
        MaxDelay = TimeSpan.FromMilliseconds(10),
        TryTimeout = TimeSpan.FromMinutes(2),
    };

    private readonly string _connectionString;

    private TestContainer(string connectionString, string name)
    {
        _connectionString = connectionString;
        Client = new BlobContainerClient(connectionString, name);
        Store = AzureBlobStore.Connect(connectionString, name, Fast);
    }

    /// <summary>The plain client, to look behind the store.</summary>
    public BlobContainerClient Client { get; }

    /// <summary>A store without faults.</summary>
    public AzureBlobStore Store { get; }

    public static async Task<TestContainer> Create(Azurite azurite)
    {
        var container = new TestContainer(azurite.ConnectionString, $"test-{Guid.NewGuid():N}");
        await container.Store.CreateContainer(TestContext.Current.CancellationToken);
        return container;
    }

    /// <summary>Another store on the container, whose requests go through a transport of the test's.</summary>
    public IBlobStore StoreThrough(HttpPipelineTransport transport, AzureBlobOptions? options = null)
    {
        options ??= Fast;
        var client = AzureBlobStore.ClientOptions(options);
        client.Transport = transport;
        return new AzureBlobStore(new BlobContainerClient(_connectionString, Client.Name, client), options);
    }

    public async ValueTask DisposeAsync() => await Client.DeleteIfExistsAsync();
}
