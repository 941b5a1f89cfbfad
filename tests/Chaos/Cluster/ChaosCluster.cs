using Prcl.Chaos.Clocks;
using Prcl.Chaos.Storage;
using Prcl.EndToEnd.Processes;

namespace Prcl.Chaos.Cluster;

/// <summary>
/// Redis with its append-only file, a storage, and silos that speak TLS: three that belong, all with <c>state</c> and two of them trainers,
/// and a guest that comes and goes.
/// </summary>
internal sealed class ChaosCluster : IAsyncDisposable
{
    private const string Secret = "hush-cluster-secret";
    private readonly DirectoryInfo _clocks;
    private readonly ClockLibrary? _clockLibrary;
    private readonly Timeline _timeline;

    private ChaosCluster(RedisServer redis, ChaosStore store, ClusterCertificates certificates, DirectoryInfo clocks, ClockLibrary? clockLibrary, Timeline timeline)
    {
        (Redis, Store, Certificates, _clocks, _clockLibrary, _timeline) = (redis, store, certificates, clocks, clockLibrary, timeline);
        Members = [Silo("alpha", "state,trainer"), Silo("beta", "state,trainer,predictor"), Silo("gamma", "state,predictor")];
        Guest = Silo("guest", "state,trainer");
    }

    /// <summary>Where silos find each other.</summary>
    public RedisServer Redis { get; }

    /// <summary>The storage.</summary>
    public ChaosStore Store { get; }

    /// <summary>What everybody is believed by.</summary>
    public ClusterCertificates Certificates { get; }

    /// <summary>Whether the silos' wall clocks can be set.</summary>
    public bool HasClocks => _clockLibrary is not null;

    /// <summary>The silos that belong.</summary>
    public IReadOnlyList<SupervisedSilo> Members { get; }

    /// <summary>The silo that comes and goes.</summary>
    public SupervisedSilo Guest { get; }

    /// <summary>All of them.</summary>
    public IEnumerable<SupervisedSilo> Silos => [.. Members, Guest];

    /// <summary>The cluster's secret.</summary>
    public static string ClusterSecret => Secret;

    /// <summary>Starts everything but the guest.</summary>
    public static async Task<ChaosCluster> Started(Timeline timeline, ChaosStore store, bool hasClocks)
    {
        var clocks = Directory.CreateTempSubdirectory("prcl-chaos-clocks-");
        var library = hasClocks ? await ClockLibrary.Compiled(clocks.FullName) : null;
        if (hasClocks && library is null)
        {
            timeline.Say("no clock jumps: they take a C compiler (cc; Debian: gcc)");
        }

        var cluster = new ChaosCluster(await RedisServer.Started(), store, await ClusterCertificates.Made(), clocks, library, timeline);
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
        await Redis.DisposeAsync();
        await Store.DisposeAsync();
        Certificates.Dispose();
        _clocks.Delete(recursive: true);
    }

    private SupervisedSilo Silo(string name, string roles)
    {
        var clock = _clockLibrary is { } library ? new SiloClock(library, Path.Combine(_clocks.FullName, name)) : null;
        var environment = new Dictionary<string, string>(Store.Environment.Concat(clock?.Environment ?? []))
        {
            ["PRCL_SILO_REDIS"] = Redis.ConnectionString,
            ["PRCL_SILO_CLUSTER_SECRET"] = Secret,
            ["OMP_WAIT_POLICY"] = "passive",

            // Silos that don't live long don't repay it.
            ["DOTNET_TieredPGO"] = "0",
        };
        string[] options = ["--cluster", "redis", "--name", name, "--roles", roles, "--devices", "cpu", "--drain-seconds", "30", "--certificates", Certificates.Silo, "--free-megabytes", "0"];
        return new SupervisedSilo(name, new SiloProcess(Store.DataFolder, options: options, environment: environment), clock, _timeline);
    }
}
