using Prcl.Client;
using Prcl.Client.Connection;

namespace Prcl.Chaos.Cluster;

/// <summary>
/// Calls through the gateways of the silos that are up, one after the other, as a person does who knows their addresses. A connection
/// that failed is opened anew. Each user has gateways of its own.
/// </summary>
internal sealed class Gateways(ChaosCluster cluster) : IAsyncDisposable
{
    private readonly Dictionary<int, PrclClient> _clients = [];

    // Others may still be waiting for answers on it.
    private readonly List<PrclClient> _abandoned = [];
    private readonly SemaphoreSlim _connecting = new(1);
    private int _next;

    /// <summary>One try of a call through one gateway.</summary>
    /// <exception cref="TimeoutException">No answer in time, or no silo is up.</exception>
    /// <exception cref="OrleansException">The cluster answered with a failure.</exception>
    public async Task<T> Ask<T>(Func<PrclClient, CancellationToken, Task<T>> call, TimeSpan patience)
    {
        using var timeout = new CancellationTokenSource(patience);
        SupervisedSilo[] ready = [.. cluster.Silos.Where(s => s.IsReady)];
        if (ready.Length == 0)
        {
            throw new TimeoutException("no silo is up");
        }

        var port = ready[Interlocked.Increment(ref _next) % ready.Length].GatewayPort;
        PrclClient? client = null;
        try
        {
            client = await Connected(port, timeout.Token);
            return await call(client, timeout.Token).WaitAsync(timeout.Token);
        }
        catch (Exception failure) when (failure is OperationCanceledException or OrleansException or TimeoutException or NoSiloException or ObjectDisposedException or InvalidOperationException)
        {
            await Forget(port, client);
            throw failure is OperationCanceledException ? new TimeoutException($"no answer within {patience.TotalSeconds:F0} s") : failure is OrleansException ? failure : new TimeoutException(failure.Message);
        }
    }

    /// <summary>Tries until it works.</summary>
    public async Task<T> Insist<T>(Func<PrclClient, CancellationToken, Task<T>> call, TimeSpan patience)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                return await Ask(call, TimeSpan.FromSeconds(10));
            }
            catch (Exception failure) when (failure is OrleansException or TimeoutException && tries * 0.5 < patience.TotalSeconds)
            {
                await Task.Delay(500);
            }
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var client in _clients.Values.Concat(_abandoned))
        {
            await client.DisposeAsync();
        }

        _connecting.Dispose();
    }

    private async Task<PrclClient> Connected(int port, CancellationToken cancellation)
    {
        await _connecting.WaitAsync(cancellation);
        try
        {
            return _clients.TryGetValue(port, out var client)
                ? client
                : _clients[port] = await PrclClient.Connect(new SiloEndpoint("127.0.0.1", port), ChaosCluster.ClusterSecret, cluster.Certificates.Client, cancellation);
        }
        finally
        {
            _connecting.Release();
        }
    }

    private async Task Forget(int port, PrclClient? client)
    {
        await _connecting.WaitAsync();
        try
        {
            if (client is not null && _clients.GetValueOrDefault(port) == client)
            {
                _clients.Remove(port);
                _abandoned.Add(client);
            }
        }
        finally
        {
            _connecting.Release();
        }
    }
}
