using Prcl.Chaos.Storage;
using Prcl.EndToEnd.Processes;
using Prcl.Servers;

namespace Prcl.Chaos.Cluster;

/// <summary>
/// Redis with its append-only file, Azurite behind a proxy, and silos: three that belong, all with <c>state</c> and two of them trainers,
/// and a guest that comes and goes.
/// </summary>
internal sealed class ChaosCluster : IAsyncDisposable
{
    /// <summary>Where everything durable is.</summary>
    public const string Container = "chaos";

    private const string Secret = "hush-cluster-secret";
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("prcl-chaos-");
    private readonly Timeline _timeline;

    private ChaosCluster(RedisServer redis, Azurite azurite, Timeline timeline, int seed)
    {
        (Redis, Azurite, _timeline) = (redis, azurite, timeline);
        Proxy = new StorageProxy(azurite.Endpoint, seed);
        Members = [Silo("alpha", "state,trainer"), Silo("beta", "state,trainer,predictor"), Silo("gamma", "state,predictor")];
        Guest = Silo("guest", "state,trainer");
    }

    /// <summary>Where silos find each other.</summary>
    public RedisServer Redis { get; }

    /// <summary>The storage.</summary>
    public Azurite Azurite { get; }

    /// <summary>How the silos see it.</summary>
    public StorageProxy Proxy { get; }

    /// <summary>The silos that belong.</summary>
    public IReadOnlyList<SupervisedSilo> Members { get; }

    /// <summary>The silo that comes and goes.</summary>
    public SupervisedSilo Guest { get; }

    /// <summary>All of them.</summary>
    public IEnumerable<SupervisedSilo> Silos => [.. Members, Guest];

    /// <summary>The cluster's secret.</summary>
    public static string ClusterSecret => Secret;

    /// <summary>Starts everything but the guest; answers when the members are ready.</summary>
    public static async Task<ChaosCluster> Started(Timeline timeline, int seed)
    {
        var azurite = await Azurite.StartedOrSkip(isDurable: true);
        var cluster = new ChaosCluster(await RedisServer.Started(), azurite, timeline, seed);
        foreach (var silo in cluster.Members)
        {
            silo.Keep();
        }

        return cluster;
    }

    /// <summary>Writes what the silos have printed into a folder, a file each.</summary>
    public void Save(string? folder)
    {
        foreach (var silo in folder is null ? [] : Silos)
        {
            Directory.CreateDirectory(folder!);
            File.WriteAllLines(Path.Combine(folder!, silo.Name + ".log"), silo.Output.Lines);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(Silos.Select(s => s.DisposeAsync().AsTask()));
        await Proxy.DisposeAsync();
        await Azurite.DisposeAsync();
        await Redis.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private SupervisedSilo Silo(string name, string roles) => new(
        name,
        new SiloProcess(_folder.FullName, options: ["--cluster", "redis", "--name", name, "--roles", roles, "--devices", "cpu", "--drain-seconds", "30"], environment: new()
        {
            ["PRCL_SILO_REDIS"] = Redis.ConnectionString,
            ["PRCL_SILO_CLUSTER_SECRET"] = Secret,
            ["PRCL_SILO_BLOBS"] = "azure",
            ["PRCL_SILO_AZURE_CONTAINER"] = Container,
            ["PRCL_SILO_AZURE_CONNECTION_STRING"] =
                $"DefaultEndpointsProtocol=http;AccountName=devstoreaccount1;AccountKey={Azurite.AccountKey};BlobEndpoint={Proxy.Endpoint};",
            ["OMP_WAIT_POLICY"] = "passive",

            // Silos that don't live long don't repay it.
            ["DOTNET_TieredPGO"] = "0",
        }),
        _timeline);
}
