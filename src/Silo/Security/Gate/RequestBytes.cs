namespace Prcl.Silo.Security.Gate;

/// <summary>
/// Bounds the bytes of clients' requests that are on their way or being carried out, of all connections together. A request has its place until it is answered,
/// its connection ends, or nobody waits for the answer any more.
/// </summary>
/// <param name="most">Bytes.</param>
/// <param name="clock">Tells the time.</param>
internal sealed class RequestBytes(long most, TimeProvider clock)
{
    /// <summary>Smaller requests always have a place: what a person asks while others push is answered.</summary>
    public const int Small = 64 << 10;

    /// <summary>How long a request waits for its place.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    // Longer than a client waits: such an answer was lost.
    private static readonly TimeSpan Forgotten = TimeSpan.FromMinutes(2);
    private readonly Lock _lock = new();
    private readonly Dictionary<(object Connection, long Id), (long Bytes, long Since)> _held = [];
    private TaskCompletionSource _freed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _bytes;

    /// <summary>Bytes that have a place.</summary>
    public long Held
    {
        get
        {
            lock (_lock)
            {
                return _bytes;
            }
        }
    }

    /// <summary>Takes a place for a request, waiting for one when there is none.</summary>
    /// <returns>Whether there was one in time.</returns>
    public async Task<bool> Enter(object connection, long id, long bytes)
    {
        if (bytes < Small)
        {
            return true;
        }

        var began = clock.GetTimestamp();
        while (true)
        {
            Task freed;
            lock (_lock)
            {
                Forget();
                if (_bytes + bytes <= most && _held.TryAdd((connection, id), (bytes, clock.GetTimestamp())))
                {
                    _bytes += bytes;
                    return true;
                }

                freed = _freed.Task;
            }

            var left = Patience - clock.GetElapsedTime(began);
            if (left <= TimeSpan.Zero)
            {
                return false;
            }

            await freed.WaitAsync(left, clock).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>A request has been answered; one that has no place is fine.</summary>
    public void Leave(object connection, long id)
    {
        lock (_lock)
        {
            Free((connection, id));
        }
    }

    /// <summary>A connection has ended.</summary>
    public void LeaveAll(object connection)
    {
        lock (_lock)
        {
            foreach (var key in _held.Keys.Where(k => k.Connection == connection).ToArray())
            {
                Free(key);
            }
        }
    }

    private void Forget()
    {
        foreach (var (key, _) in _held.Where(h => clock.GetElapsedTime(h.Value.Since) >= Forgotten).ToArray())
        {
            Free(key);
        }
    }

    private void Free((object, long) key)
    {
        if (_held.Remove(key, out var held))
        {
            _bytes -= held.Bytes;
            Interlocked.Exchange(ref _freed, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).SetResult();
        }
    }
}
