using Prcl.EndToEnd.Processes;

namespace Prcl.EndToEnd.Clusters;

/// <summary>Silos that find each other in a Redis of their own and share a folder.</summary>
internal sealed class SiloCluster : IAsyncDisposable
{
    /// <summary>The cluster's secret, to be looked for where it mustn't be.</summary>
    public const string Secret = "hush-cluster-secret";

    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("prcl-cluster-");
    private readonly RedisServer _redis;

    private readonly (string Silo, string Client)? _certificates;

    private SiloCluster(RedisServer redis, (string Silo, string Client)? certificates) => (_redis, _certificates) = (redis, certificates);

    /// <summary>The silos, in the order in which they were added.</summary>
    public List<SiloProcess> Silos { get; } = [];

    /// <summary>The folder that the silos share.</summary>
    public string DataFolder => _data.FullName;

    /// <summary>Where they find each other.</summary>
    public string Redis => _redis.ConnectionString;

    /// <summary>A cluster without silos yet. Skips the test where Redis isn't installed.</summary>
    /// <param name="certificates">Folders of what silos and clients speak TLS with; null: they don't.</param>
    public static async Task<SiloCluster> WithRedis((string Silo, string Client)? certificates = null) => new(await RedisServer.Started(), certificates);

    /// <summary>Adds a silo, without starting it.</summary>
    /// <param name="roles">Its roles.</param>
    /// <param name="options">Options besides.</param>
    public SiloProcess Add(string roles, params string[] options)
    {
        string[] tls = _certificates is { } folders ? ["--certificates", folders.Silo] : [];
        var environment = new Dictionary<string, string> { ["PRCL_SILO_REDIS"] = _redis.ConnectionString, ["PRCL_SILO_CLUSTER_SECRET"] = Secret };
        var silo = new SiloProcess(
            _data.FullName,
            options: ["--cluster", "redis", "--roles", roles, "--devices", "cpu", .. tls, .. options],
            environment: environment,
            clientCertificates: _certificates?.Client);
        Silos.Add(silo);
        return silo;
    }

    /// <summary>Adds a silo and waits until it is ready.</summary>
    public async Task<SiloProcess> Start(string roles, params string[] options)
    {
        var silo = Add(roles, options);
        silo.Start();
        await silo.Ready();
        return silo;
    }

    /// <summary>Redis forgets everything: told to, or killed, its files removed, and started.</summary>
    public async Task WipeRedis(bool filesAreGone)
    {
        if (!filesAreGone)
        {
            _redis.FlushAll();
            return;
        }

        await _redis.Kill9();
        _redis.DeleteFiles();
        await _redis.Start();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var silo in Silos)
        {
            await silo.DisposeAsync();
        }

        await _redis.DisposeAsync();
        _data.Delete(recursive: true);
    }
}
