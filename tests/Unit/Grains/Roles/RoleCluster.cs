using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Orleans.TestingHost;
using Prcl.Grains;
using Prcl.Grains.Roles;
using Prcl.Unit.Grains.Blobs;
using Xunit;

namespace Prcl.Unit.Grains.Roles;

/// <summary>Silos with a role each over one storage; each does by itself what its role says.</summary>
internal sealed class RoleCluster : IAsyncDisposable
{
    private readonly MemoryBlobStore _storage = new();
    private readonly ConcurrentDictionary<string, SiloRoles> _roles = new();
    private readonly ConcurrentQueue<SiloRoles> _waiting;
    private readonly InProcessTestCluster _cluster;

    private RoleCluster(SiloRoles[] roles, bool isTraced = false)
    {
        _waiting = new(roles);
        var builder = new InProcessTestClusterBuilder((short)roles.Length);
        builder.ConfigureSiloHost((_, host) => host.Logging.ClearProviders());
        builder.ConfigureSilo((options, silo) =>
        {
            var role = _roles.GetOrAdd(options.SiloName, _ => _waiting.TryDequeue(out var next) ? next : throw new InvalidOperationException("a silo without a role"));
            var profile = new SiloProfile(role, role.HasFlag(SiloRoles.Trainer) ? ["cpu"] : [], TimeSpan.FromSeconds(20));
            silo.AddPrclGrains(_storage, threads: 1, profile);
            silo.Services.AddPrclRoles(profile);
            if (isTraced)
            {
                silo.AddActivityPropagation();
            }
        });
        if (isTraced)
        {
            builder.ConfigureClient(client => client.AddActivityPropagation());
        }

        _cluster = builder.Build();
    }

    public IGrainFactory Grains => _cluster.Client;

    public static Task<RoleCluster> Of(params SiloRoles[] roles) => Deployed(new RoleCluster(roles));

    /// <summary>The same, with calls that carry the trace that they belong to.</summary>
    public static Task<RoleCluster> Traced(params SiloRoles[] roles) => Deployed(new RoleCluster(roles, isTraced: true));

    private static async Task<RoleCluster> Deployed(RoleCluster cluster)
    {
        await cluster._cluster.DeployAsync(TestContext.Current.CancellationToken);
        await cluster._cluster.WaitForLivenessToStabilizeAsync();
        return cluster;
    }

    /// <summary>The name of the only silo of a role.</summary>
    public string SiloOf(SiloRoles role) => _roles.Single(r => r.Value == role).Key;

    /// <summary>The roles of the silos on which grains of a class live.</summary>
    public async Task<SiloRoles[]> WhereIs(string grainClass)
    {
        var byAddress = _cluster.Silos.ToDictionary(s => s.SiloAddress, s => _roles[s.Name]);
        var statistics = await Grains.GetGrain<IManagementGrain>(0).GetSimpleGrainStatistics();
        return [.. statistics.Where(s => s.ActivationCount > 0 && s.GrainType.Contains(grainClass, StringComparison.Ordinal)).Select(s => byAddress[s.SiloAddress])];
    }

    /// <summary>Starts one more silo.</summary>
    public async Task<InProcessSiloHandle> Join(SiloRoles role)
    {
        _waiting.Enqueue(role);
        return await _cluster.StartAdditionalSiloAsync();
    }

    public Task Stop(InProcessSiloHandle silo) => _cluster.StopSiloAsync(silo);

    public ValueTask DisposeAsync() => _cluster.DisposeAsync();
}
