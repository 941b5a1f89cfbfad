using System.Collections.Immutable;
using System.Net;
using System.Reflection;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Configuration;
using Orleans.Connections.Security;

namespace Prcl.EndToEnd.Doors;

/// <summary>
/// A real Orleans client that reaches for what no client should: services of the silos themselves, methods that only silos call. It talks through a
/// <see cref="Tampering"/>, which can change what it says.
/// </summary>
internal sealed class HostileClient : IAsyncDisposable
{
    private static readonly Assembly Core = typeof(MembershipEntry).Assembly;
    private readonly IHost _host;

    private HostileClient(IHost host, Tampering tampering) => (_host, Tampering) = (host, tampering);

    /// <summary>What changes what it says.</summary>
    public Tampering Tampering { get; }

    /// <summary>Makes proxies of grains.</summary>
    public IGrainFactory Grains => _host.Services.GetRequiredService<IClusterClient>();

    /// <summary>The silos that the client was told of when it connected.</summary>
    public SiloAddress[] Silos => [.. _host.Services.GetRequiredService<IClusterManifestProvider>().Current.Silos.Keys.Where(s => !s.IsClient)];

    /// <summary>Connects.</summary>
    /// <param name="port">A silo's port.</param>
    /// <param name="certificates">The folder of its certificate; null: it speaks without TLS.</param>
    /// <param name="tampering">What changes what it says; null: nothing yet.</param>
    public static async Task<HostileClient> Connect(int port, string? certificates = null, Tampering? tampering = null)
    {
        tampering ??= new Tampering();
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Logging.ClearProviders();
        builder.UseOrleansClient(client => client
            .UseStaticClustering(new IPEndPoint(IPAddress.Loopback, port))
            .Configure<ClusterOptions>(o => (o.ClusterId, o.ServiceId) = ("prcl", "prcl"))
            .Configure<ClientConnectionOptions>(o => o.ConfigureConnection(pipeline =>
            {
                if (certificates is not null)
                {
                    pipeline.UseClientTls(Tls(certificates));
                }

                pipeline.Use(next => connection => tampering.Serve(connection, next));
            }))
            .Configure<ClientMessagingOptions>(o => o.ResponseTimeout = TimeSpan.FromSeconds(3)));
        var host = builder.Build();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        await host.StartAsync(patience.Token);
        return new HostileClient(host, tampering);
    }

    /// <summary>Tells a silo that every silo is dead, as silos tell each other.</summary>
    /// <returns>The call; what comes of it depends on who it seems to be from.</returns>
    public Task AnnounceDeath(SiloAddress silo)
    {
        var entries = Silos.ToImmutableDictionary(
            s => s,
            s => new MembershipEntry { SiloAddress = s, Status = SiloStatus.Dead, SiloName = "silo", HostName = "host", StartTime = DateTime.UnixEpoch, IAmAliveTime = DateTime.UnixEpoch });
        var snapshot = Activator.CreateInstance(Type("Orleans.Runtime.MembershipTableSnapshot"), new MembershipVersion(long.MaxValue / 2), entries, 0, null);
        return (Task)SystemTarget("Orleans.Runtime.IMembershipService", MembershipType(), silo, "MembershipChangeNotification", snapshot, CancellationToken.None)!;
    }

    /// <summary>The id of the service that silos tell each other of deaths with.</summary>
    public static GrainId MembershipOf(SiloAddress silo) => GrainId.Create(MembershipType(), IdSpan.Create(silo.ToParsableString()));

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(2));
        try
        {
            await _host.StopAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            // The silo is gone, perhaps.
        }

        _host.Dispose();
    }

    private static TlsOptions Tls(string certificates)
    {
        var own = X509Certificate2.CreateFromPemFile(Path.Combine(certificates, "tls.crt"), Path.Combine(certificates, "tls.key"));
        var options = new TlsOptions { LocalCertificate = own, OnAuthenticateAsClient = (_, authentication) => authentication.TargetHost = "silo" };
        options.AllowAnyRemoteCertificate();
        return options;
    }

    private static GrainType MembershipType() => (GrainType)Type("Orleans.Runtime.Constants").GetField("MembershipServiceType")!.GetValue(null)!;

    private static Type Type(string name) => Core.GetType(name, throwOnError: true)!;

    // The interfaces are internal to Orleans; that keeps nobody out.
    private object? SystemTarget(string interfaceName, GrainType type, SiloAddress silo, string method, params object?[] arguments)
    {
        var target = Type("Orleans.IInternalGrainFactory").GetMethods()
            .Single(m => m.Name == "GetSystemTarget" && m.GetParameters().Length == 2)
            .MakeGenericMethod(Type(interfaceName))
            .Invoke(Grains, [type, silo]);
        return Type(interfaceName).GetMethod(method)!.Invoke(target, arguments);
    }
}
