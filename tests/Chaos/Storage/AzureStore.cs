using Prcl.Chaos.Faults;
using Prcl.Grains.Blobs;
using Prcl.Grains.Blobs.Azure;
using Prcl.Servers;

namespace Prcl.Chaos.Storage;

/// <summary>Azurite behind a proxy: it is killed, and slow and failing at times.</summary>
internal sealed class AzureStore : ChaosStore
{
    private const string Container = "chaos";
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("prcl-chaos-");
    private readonly Azurite _azurite;
    private readonly StorageProxy _proxy;

    private AzureStore(Azurite azurite, int seed)
    {
        (_azurite, _proxy) = (azurite, new StorageProxy(azurite.Endpoint, seed));
        Environment = new Dictionary<string, string>
        {
            ["PRCL_SILO_BLOBS"] = "azure",
            ["PRCL_SILO_AZURE_CONTAINER"] = Container,
            ["PRCL_SILO_AZURE_CONNECTION_STRING"] = $"DefaultEndpointsProtocol=http;AccountName=devstoreaccount1;AccountKey={Azurite.AccountKey};BlobEndpoint={_proxy.Endpoint};",
        };
    }

    /// <inheritdoc/>
    public override string DataFolder => _folder.FullName;

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, string> Environment { get; }

    /// <inheritdoc/>
    public override string[] Options => [];

    /// <inheritdoc/>
    public override FaultKind[] Cards => [FaultKind.KillStorage, FaultKind.Spell];

    /// <inheritdoc/>
    public override string Story =>
        $"the proxy delayed {_proxy.Tally[Harm.Delay]}, dropped {_proxy.Tally[Harm.Drop]}, answered 503 to {_proxy.Tally[Harm.Busy]} of "
        + $"{_proxy.Tally[Harm.None] + _proxy.Tally[Harm.Delay] + _proxy.Tally[Harm.Drop] + _proxy.Tally[Harm.Busy]} pieces in its spells";

    /// <summary>Starts it. Skipped where Azurite isn't installed.</summary>
    public static async Task<AzureStore> Started(int seed) => new(await Azurite.StartedOrSkip(isDurable: true), seed);

    /// <inheritdoc/>
    public override IBlobStore Open() => AzureBlobStore.Connect(_azurite.ConnectionString, Container);

    /// <inheritdoc/>
    public override async Task Suffer(FaultKind kind, double length)
    {
        if (kind == FaultKind.KillStorage)
        {
            await _azurite.Kill9();
            await Task.Delay(Seconds(1, 4, length));
            await _azurite.Start();
            return;
        }

        _proxy.Cast(Spell.Bad);
        await Task.Delay(Seconds(8, 15, length));
        _proxy.Cast(null);
    }

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        await _proxy.DisposeAsync();
        await _azurite.DisposeAsync();
        _folder.Delete(recursive: true);
    }
}
