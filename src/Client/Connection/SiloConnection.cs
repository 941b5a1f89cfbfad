using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Configuration;
using Orleans.Serialization.TypeSystem;
using Prcl.Contracts.Security;
using Prcl.Contracts.Security.Certificates;

namespace Prcl.Client.Connection;

/// <summary>An open Orleans client. Without logging: what goes wrong reaches the caller as an exception.</summary>
internal sealed class SiloConnection : IAsyncDisposable
{
    /// <summary>The cluster's and the service's id.</summary>
    public const string ClusterId = "prcl";

    private static readonly TimeSpan ResponseTimeout = TimeSpan.FromSeconds(30);
    // A web server that has just started takes a while for its first answer.
    private static readonly TimeSpan LookTimeout = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan ClosingTimeout = TimeSpan.FromSeconds(2);
    private readonly ServiceProvider _services;

    private SiloConnection(ServiceProvider services) => _services = services;

    /// <summary>Makes proxies of grains.</summary>
    public IGrainFactory Grains => _services.GetRequiredService<IClusterClient>();

    /// <summary>Connects within a few seconds.</summary>
    /// <param name="endpoint">The gateway.</param>
    /// <param name="clock">Waits.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <param name="clusterSecret">The cluster's secret; null when it has none.</param>
    /// <param name="certificates">The folder of the client's certificate; null: it speaks without TLS.</param>
    /// <exception cref="NoSiloException">Nobody answers there, or nobody who is believed.</exception>
    /// <exception cref="CertificateException">The certificates can't be used.</exception>
    public static async Task<SiloConnection> Open(
        SiloEndpoint endpoint, TimeProvider clock, CancellationToken cancellation, string? clusterSecret = null, string? certificates = null)
    {
        var tls = certificates is null ? null : new ClientTls(certificates, endpoint, clock);
        var gateway = await Resolve(endpoint, cancellation);
        var services = new ServiceCollection();
        services.AddLogging(logging => logging.ClearProviders());
        services.AddOrleansClient(client => WithTls(WithSecret(client, clusterSecret), tls)
            .UseStaticClustering(gateway)
            .Configure<ClusterOptions>(options => (options.ClusterId, options.ServiceId) = (ClusterId, ClusterId))
            .Configure<ClientMessagingOptions>(options => options.ResponseTimeout = ResponseTimeout)
            .ConfigureServices(inner => inner.AddSingleton<TypeResolver, KnownTypes>())
            .Configure<GatewayOptions>(options => options.GatewayListRefreshPeriod = TimeSpan.FromSeconds(2))
            .UseConnectionRetryFilter(new BriefPatience(clock)));

        var connection = new SiloConnection(services.BuildServiceProvider());
        try
        {
            foreach (var service in connection._services.GetServices<IHostedService>())
            {
                await service.StartAsync(cancellation);
            }

            return connection;
        }
        catch (Exception exception)
        {
            await connection.DisposeAsync();
            cancellation.ThrowIfCancellationRequested();
            if (exception is OrleansException or TimeoutException or SocketException or OperationCanceledException)
            {
                throw NoSiloException.At(endpoint, await Hint(gateway, tls), exception);
            }

            throw;
        }
    }

    /// <summary>Closes the connection; a silo that is gone can't hold this up.</summary>
    public async ValueTask DisposeAsync()
    {
        using var timeout = new CancellationTokenSource(ClosingTimeout);
        try
        {
            foreach (var service in _services.GetServices<IHostedService>().Reverse())
            {
                await service.StopAsync(timeout.Token).WaitAsync(ClosingTimeout);
            }

            await _services.DisposeAsync().AsTask().WaitAsync(ClosingTimeout);
        }
        catch (Exception exception) when (exception is OperationCanceledException or TimeoutException or OrleansException or InvalidOperationException)
        {
            // The process is about to end, or a new connection is about to be opened: nothing is lost.
        }
    }

    private static IClientBuilder WithSecret(IClientBuilder client, string? secret) =>
        secret is null ? client : client.AddOutgoingGrainCallFilter(new SecretBearer(secret));

    private static IClientBuilder WithTls(IClientBuilder client, ClientTls? tls)
    {
        tls?.Use(client);
        return client;
    }

    // What listens may be a silo that wants TLS, or wants none.
    private static async Task<string?> Hint(IPEndPoint gateway, ClientTls? tls)
    {
        using var socket = new Socket(gateway.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        using var patience = new CancellationTokenSource(LookTimeout);
        try
        {
            await socket.ConnectAsync(gateway, patience.Token);
            if (await SpeaksHttp(socket, patience.Token))
            {
                return "an HTTP server does; --silo takes the gateway port, which prcl-silo serve prints, 30000 unless it was told otherwise";
            }

            return tls?.Hint ?? "something listens there; it may ask for a certificate: --certificates";
        }
        catch (Exception exception) when (exception is SocketException or OperationCanceledException)
        {
            return null;
        }
    }

    // A silo's HTTP port answers whatever is asked; a gateway waits for its own greeting, or closes.
    private static async Task<bool> SpeaksHttp(Socket socket, CancellationToken patience)
    {
        try
        {
            await socket.SendAsync("GET / HTTP/1.0\r\n\r\n"u8.ToArray(), patience);
            var answer = new byte[5];
            var length = 0;
            while (length < answer.Length && await socket.ReceiveAsync(answer.AsMemory(length), patience) is > 0 and var more)
            {
                length += more;
            }

            return answer.AsSpan(0, length).SequenceEqual("HTTP/"u8);
        }
        catch (Exception exception) when (exception is SocketException or OperationCanceledException)
        {
            return false;
        }
    }

    private static async Task<IPEndPoint> Resolve(SiloEndpoint endpoint, CancellationToken cancellation)
    {
        try
        {
            var addresses = await Dns.GetHostAddressesAsync(endpoint.Host, cancellation);
            var address = addresses.OrderBy(a => a.AddressFamily == AddressFamily.InterNetwork ? 0 : 1).First();
            return new IPEndPoint(address, endpoint.Port);
        }
        catch (Exception exception) when (exception is SocketException or InvalidOperationException)
        {
            throw NoSiloException.At(endpoint, null, exception);
        }
    }
}
