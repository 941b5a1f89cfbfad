using System.Net;
using System.Net.Sockets;
using Prcl.Servers;

namespace Prcl.Chaos.Storage;

/// <summary>
/// Stands between the silos and the storage: passes on what it gets, unless a spell is on. Then pieces of requests and answers come
/// late, get lost together with their connection (of a request that was done, the answer), or a request is answered with 503.
/// </summary>
internal sealed class StorageProxy : IAsyncDisposable
{
    private const int PieceBytes = 64 * 1024;
    private static readonly byte[] Busy = "HTTP/1.1 503 Server Busy\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"u8.ToArray();

    private readonly TcpListener _listener;
    private readonly IPEndPoint _target;
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _dice = new();
    private readonly Random _random;
    private readonly Task _listening;
    private volatile Spell? _spell;

    /// <summary>Listens.</summary>
    /// <param name="target">The storage's endpoint, plain HTTP on this machine.</param>
    /// <param name="seed">Of what happens in a spell.</param>
    public StorageProxy(Uri target, int seed)
    {
        _target = new IPEndPoint(IPAddress.Loopback, target.Port);
        _random = new Random(seed);
        var port = LoopbackPorts.Next();
        Endpoint = new UriBuilder(target) { Port = port }.Uri;
        _listener = new TcpListener(IPAddress.Loopback, port);
        _listener.Start();
        _listening = Listen();
    }

    /// <summary>The storage's endpoint as seen through this proxy.</summary>
    public Uri Endpoint { get; }

    /// <summary>What a spell has done so far.</summary>
    public SpellTally Tally { get; } = new();

    /// <summary>Begins a spell, or with null ends it.</summary>
    public void Cast(Spell? spell) => _spell = spell;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _listening;
        _stop.Dispose();
    }

    private async Task Listen()
    {
        try
        {
            while (true)
            {
                _ = Serve(await _listener.AcceptTcpClientAsync(_stop.Token));
            }
        }
        catch (Exception failure) when (failure is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // Closed.
        }
    }

    private async Task Serve(TcpClient client)
    {
        using var near = client;
        using var far = new TcpClient();
        try
        {
            near.NoDelay = far.NoDelay = true;
            await far.ConnectAsync(_target, _stop.Token);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
            Task[] ways = [Pass(near.GetStream(), far.GetStream(), isRequest: true, either.Token), Pass(far.GetStream(), near.GetStream(), isRequest: false, either.Token)];
            await Task.WhenAny(ways);
            await either.CancelAsync();
            await Task.WhenAll(ways).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        catch (Exception failure) when (failure is IOException or SocketException or OperationCanceledException)
        {
            // The storage is down, or the silo is: the connection ends, as it would without a proxy.
        }
    }

    private async Task Pass(NetworkStream from, NetworkStream to, bool isRequest, CancellationToken stop)
    {
        var piece = new byte[PieceBytes];
        while (await from.ReadAsync(piece, stop) is > 0 and var read)
        {
            if (_spell is { } spell)
            {
                var (harm, delay) = Draw(spell, isRequest);
                Tally.Count(harm);
                await Task.Delay(delay, stop);
                if (harm == Harm.Busy)
                {
                    await from.WriteAsync(Busy, stop);
                }

                if (harm is Harm.Busy or Harm.Drop)
                {
                    return;
                }
            }

            await to.WriteAsync(piece.AsMemory(0, read), stop);
        }
    }

    private (Harm Harm, TimeSpan Delay) Draw(Spell spell, bool isRequest)
    {
        lock (_dice)
        {
            var (kind, delay) = (_random.NextDouble(), _random.NextDouble() * spell.LongestDelay);
            return kind < spell.Dropped ? (Harm.Drop, delay)
                : kind < spell.Dropped + spell.Busy && isRequest ? (Harm.Busy, TimeSpan.Zero)
                : kind < spell.Dropped + spell.Busy + spell.Delayed ? (Harm.Delay, delay)
                : (Harm.None, TimeSpan.Zero);
        }
    }
}
