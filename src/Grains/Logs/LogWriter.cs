namespace Prcl.Grains.Logs;

/// <summary>
/// Lets many callers append to one log: while one append is on its way to the storage the records of all others gather, and go together in
/// the next (group commit), so the rate isn't bound by the storage's flushes. Records stand in the log in the order of the calls. Safe for
/// any thread; called from a grain, everything (the log's apply function too) runs on the grain's scheduler.
/// </summary>
public sealed class LogWriter : IAsyncDisposable
{
    private readonly AppendLog _log;
    private readonly Lock _lock = new();
    private List<(byte[]? Record, TaskCompletionSource Done)> _queue = [];
    private long _queuedBytes;
    private bool _isPumping;
    private bool _isDisposed;

    /// <summary>Takes over a log; nobody else may use it from now on.</summary>
    public LogWriter(AppendLog log) => _log = log;

    /// <summary>Completes when the record is durable (and applied).</summary>
    /// <param name="record">At most <see cref="AppendLog.MaxRecordLength"/> bytes; copied.</param>
    /// <param name="cancellation">Ends the waiting; the record stays accepted.</param>
    /// <exception cref="LogBacklogException">Too much waits already; the record is not accepted.</exception>
    /// <exception cref="ArgumentException">The record is too long; it is not accepted.</exception>
    /// <exception cref="Blobs.BlobStorageException">
    /// Not confirmed. The record is accepted, and is written with the next <see cref="Append"/> or <see cref="Flush"/> that the storage
    /// lets through: don't hand it in again.
    /// </exception>
    /// <exception cref="LogConflictException">Another writer was first; this one writes no more.</exception>
    public Task Append(ReadOnlyMemory<byte> record, CancellationToken cancellation = default)
    {
        AppendLog.CheckLength(record);
        return Enqueue(record.ToArray()).WaitAsync(cancellation);
    }

    /// <summary>Completes when every record accepted so far is durable, those of failed calls too.</summary>
    /// <inheritdoc cref="Append"/>
    public Task Flush(CancellationToken cancellation = default) => Enqueue(null).WaitAsync(cancellation);

    /// <summary>Takes no more records and tries once to make durable what is pending.</summary>
    public async ValueTask DisposeAsync()
    {
        Task last;
        lock (_lock)
        {
            if (_isDisposed)
            {
                return;
            }

            last = Enqueue(null);
            _isDisposed = true;
        }

        // Those who wait have been told; there is nobody else to tell.
        await last.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _log.Settle();
    }

    private Task Enqueue(byte[]? record)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        bool start;
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            var waiting = _queuedBytes + _log.PendingBytes;
            if (record is not null && waiting > 0 && waiting + record.Length > _log.Options.MaxPendingBytes)
            {
                throw new LogBacklogException(_log.Name, waiting, _log.Options.MaxPendingBytes);
            }

            _queue.Add((record, done));
            _queuedBytes += record?.Length ?? 0;
            start = !_isPumping;
            _isPumping = true;
        }

        if (start)
        {
            _ = Pump();
        }

        return done.Task;
    }

    private async Task Pump()
    {
        while (TakeQueue() is { } round)
        {
            try
            {
                await _log.Append([.. round.Where(entry => entry.Record is not null).Select(entry => (ReadOnlyMemory<byte>)entry.Record)]);
                round.ForEach(entry => entry.Done.SetResult());
            }
#pragma warning disable CA1031 // Every failure belongs to those who wait.
            catch (Exception failure)
#pragma warning restore CA1031
            {
                round.ForEach(entry => entry.Done.SetException(failure));
            }
        }
    }

    private List<(byte[]? Record, TaskCompletionSource Done)>? TakeQueue()
    {
        lock (_lock)
        {
            _isPumping = _queue.Count > 0;
            if (!_isPumping)
            {
                return null;
            }

            var round = _queue;
            (_queue, _queuedBytes) = ([], 0);
            return round;
        }
    }
}
