using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using StackExchange.Redis;

namespace Prcl.Silo.Hosting;

/// <summary>Lets silos find each other, and notice soon when one is gone.</summary>
internal static class Clustering
{
    /// <summary>The cluster that clients of this program look for.</summary>
    public const string ClusterId = "prcl";

    // Orleans's own default, spelt out, since it is read here too.
    private const string MembersKey = $"{ClusterId}/members/{ClusterId}";

    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(3);

    /// <summary>Adds the membership and the silo's ports.</summary>
    public static ISiloBuilder UseCluster(this ISiloBuilder silo, SiloSettings settings)
    {
        if (settings.Cluster == ClusterKind.Redis)
        {
            silo.UseRedisClustering(o => (o.ConfigurationOptions, o.CreateRedisKey) = (SettingRules.Redis(settings.Redis), _ => MembersKey));
        }
        else
        {
            silo.UseLocalhostClustering(settings.SiloPort, settings.GatewayPort);
        }

        silo.Services.AddSingleton<LocalSilo>().Replace(ServiceDescriptor.Singleton<ILocalSiloDetails>(services => services.GetRequiredService<LocalSilo>()));
        return silo
            .Configure<ClusterOptions>(o => (o.ClusterId, o.ServiceId) = (ClusterId, ClusterId))
            .Configure<SiloOptions>(o => o.SiloName = settings.Name)
            .Configure<EndpointOptions>(o =>
            {
                o.AdvertisedIPAddress = settings.Reachable;
                o.SiloPort = settings.SiloPort;
                o.GatewayPort = settings.GatewayPort;
                o.SiloListeningEndpoint = new IPEndPoint(settings.Listen, settings.SiloPort);
                o.GatewayListeningEndpoint = new IPEndPoint(settings.Listen, settings.GatewayPort);
            })
            .Configure<ClusterMembershipOptions>(o => Tune(o, settings.Membership));
    }

    /// <summary>Connects to Redis once, so that a silo that can't doesn't half start.</summary>
    /// <returns>The silos that the membership table names (<see cref="LocalSilo.Learn"/>); none without Redis.</returns>
    /// <exception cref="HostException">It can't be reached, or refuses the password.</exception>
    public static async Task<string[]> RequireRedis(SiloSettings settings, CancellationToken cancellation)
    {
        if (settings.Cluster != ClusterKind.Redis)
        {
            return [];
        }

        var options = SettingRules.Redis(settings.Redis);
        options.AbortOnConnectFail = true;
        try
        {
            await using var connection = await ConnectionMultiplexer.ConnectAsync(options).WaitAsync(cancellation);
            var members = await connection.GetDatabase().HashKeysAsync(MembersKey).WaitAsync(cancellation);
            return [.. members.Select(member => member.ToString())];
        }
        catch (Exception failure) when (failure is RedisException or TimeoutException)
        {
            throw new HostException($"redis: {string.Join(", ", options.EndPoints)} can't be used: {failure.Message.ReplaceLineEndings(" ")}", failure);
        }
    }

    /// <summary>
    /// Bounds how long a silo that stops tries to tell the membership table so, status by status: Orleans's own is minutes, spent in vain where
    /// the table was wiped or its server is gone. Untold, the others find out by probing.
    /// </summary>
    public static void BoundFarewell(this IHost host)
    {
        var membership = host.Services.GetRequiredService<IOptions<ClusterMembershipOptions>>();
        host.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping.Register(() => membership.Value.MaxJoinAttemptTime = Farewell);
    }

    private static void Tune(ClusterMembershipOptions options, MembershipSettings membership)
    {
        var probe = TimeSpan.FromSeconds(membership.ProbeSeconds);
        options.ProbeTimeout = probe;

        // A silo that was heard within this × the missed probes isn't voted against. Orleans's own is four times as long: one that stands
        // still with open connections would stay a member for 24 s.
        options.MaxProbeTimeout = probe;
        options.NumMissedProbesLimit = membership.MissedProbes;
        options.NumVotesForDeathDeclaration = membership.DeathVotes;

        // Gossip brings changes sooner; the table is read again in case it got lost.
        options.TableRefreshTimeout = TimeSpan.FromSeconds(5);
        options.IAmAliveTablePublishTimeout = TimeSpan.FromSeconds(5);
    }
}
