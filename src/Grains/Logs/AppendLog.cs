using System.Runtime.ExceptionServices;
using Prcl.Grains.Blobs;

namespace Prcl.Grains.Logs;

/// <summary>
/// A durable sequence of records with one writer at a time, in segments <c>name/00000000.log</c>, … Each record handed in is in the log at
/// most once, and exactly once when confirmed, whatever the storage answers.
/// <para>
/// If the storage fails, accepted records stay pending: the next <see cref="Append"/> or <see cref="Flush"/> writes them, in order, before
/// anything later. So never hand a record in again while the log lives. The apply function given to <see cref="Open"/> sees each record
/// when it has become durable, in the log's order, the old ones on opening and the new ones after: a state that is a fold of it is always
/// the state that a restart would read.
/// </para>
/// One call at a time; <see cref="LogWriter"/> serves many callers.
/// </summary>
public sealed partial class AppendLog
{
    /// <summary>The longest record, in bytes.</summary>
    public const int MaxRecordLength = LogFrame.MaxRecordLength;

    private const int MaxConflictsInARow = 16;

    private readonly IBlobStore _store;
    private readonly AppendLogOptions _options;
    private readonly Action<LogRecord> _apply;
    private readonly LogWitness _witness;
    private readonly Queue<byte[]> _pending = [];
    private long _pendingBytes;
    private long _confirmed;
    private int _segment;
    private long _offset;
    private int _frames;
    private long _sequence;
    private bool _inDoubt;
    private ExceptionDispatchInfo? _fault;
    private int _busy;

    private AppendLog(IBlobStore store, string name, AppendLogOptions options, Action<LogRecord> apply)
        => (_store, Name, _options, _apply, _witness) = (store, name, options, apply, new LogWitness(store, name, options.Time));

    /// <summary>The log's name.</summary>
    public string Name { get; }

    /// <summary>Identifies this opening of the log in what it writes.</summary>
    public Guid Writer { get; } = Guid.NewGuid();

    /// <summary>Durable records.</summary>
    public long Count { get; private set; }

    /// <summary>Bytes of torn tails that were cut, on opening or after a failed append: records that were never confirmed.</summary>
    public long CutBytes { get; private set; }

    /// <summary>Records accepted and not yet known to be durable.</summary>
    public int PendingRecords => _pending.Count;

    /// <summary>Their bytes.</summary>
    public long PendingBytes => Interlocked.Read(ref _pendingBytes);

    /// <summary>The limits that it was opened with.</summary>
    public AppendLogOptions Options => _options;

    /// <summary>Accepts records and makes them (and all pending ones) durable, in one append to the store if they fit one.</summary>
    /// <exception cref="BlobStorageException">The records are accepted and pending: some or all may be in the log already.</exception>
    /// <exception cref="OperationCanceledException">Likewise.</exception>
    /// <exception cref="LogConflictException">Another writer was first. This log writes no more; pending records may or may not be in the log.</exception>
    /// <exception cref="LogBacklogException">Too much is pending; none is accepted.</exception>
    /// <exception cref="ArgumentException">A record is longer than <see cref="MaxRecordLength"/>; none is accepted.</exception>
    public async Task Append(IReadOnlyList<ReadOnlyMemory<byte>> records, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(records);
        using var turn = Enter();
        var bytes = records.Sum(record => (long)CheckLength(record));
        if (PendingBytes > 0 && PendingBytes + bytes > _options.MaxPendingBytes)
        {
            throw new LogBacklogException(Name, PendingBytes, _options.MaxPendingBytes);
        }

        foreach (var record in records)
        {
            _pending.Enqueue(record.ToArray());
        }

        Interlocked.Add(ref _pendingBytes, bytes);
        await WritePending(cancellation);
    }

    /// <summary>Makes pending records durable.</summary>
    /// <inheritdoc cref="Append"/>
    public async Task Flush(CancellationToken cancellation = default)
    {
        using var turn = Enter();
        await WritePending(cancellation);
    }

    /// <summary>Lets the witness know every confirmed record: what is lost later is missed by the next opening.</summary>
    public Task Settle() => _fault is null ? Testify(now: true, CancellationToken.None) : Task.CompletedTask;

    internal static int CheckLength(ReadOnlyMemory<byte> record) => record.Length <= MaxRecordLength
        ? record.Length
        : throw new ArgumentException($"A record has {record.Length} bytes; at most {MaxRecordLength} are allowed.", nameof(record));

    private async Task WritePending(CancellationToken cancellation)
    {
        var conflicts = 0;
        while (_pending.Count > 0)
        {
            if (_inDoubt)
            {
                await ReadForward(Meet, lastListed: -1, cancellation);
                _inDoubt = false;
                continue;
            }

            var isFull = _offset >= _options.SegmentBytes || _frames >= _options.AppendsPerSegment - 1;
            var records = isFull ? [] : NextBatch();
            var frame = LogFrame.Encode(isFull ? LogFrameKind.Seal : LogFrameKind.Records, records, Writer, _sequence, Count);
            try
            {
                _inDoubt = true;
                await _store.Append(SegmentName(_segment), _offset, frame, cancellation);
                _inDoubt = false;
            }
            catch (BlobConflictException conflict)
            {
                // An earlier try of our own that landed, a torn tail, or another writer: the tail tells.
                conflicts++;
                if (conflicts > MaxConflictsInARow)
                {
                    throw new BlobStorageException(SegmentName(_segment), "Append", $"{conflicts} conflicts in a row", isRetryable: true, inner: conflict);
                }

                continue;
            }

            conflicts = 0;
            Advance(isFull, frame.Length);
            Confirm(records.Count);
        }

        await Testify(now: false, cancellation);
    }

    private Task Testify(bool now, CancellationToken cancellation) => _options.KeepsWitness ? _witness.Confirm(Count, now, cancellation) : Task.CompletedTask;

    private List<byte[]> NextBatch()
    {
        var batch = new List<byte[]>();
        var length = LogFrame.HeaderLength;
        foreach (var record in _pending)
        {
            length += LogFrame.RecordOverhead + record.Length;
            if (length > LogFrame.MaxLength)
            {
                break;
            }

            batch.Add(record);
        }

        return batch;
    }

    /// <summary>The position after a frame that is durable at the current one.</summary>
    private void Advance(bool isSeal, int frameLength)
        => (_segment, _offset, _frames) = isSeal ? (_segment + 1, 0, 0) : (_segment, _offset + frameLength, _frames + 1);

    /// <summary>The first pending records are in the log.</summary>
    private void Confirm(int count)
    {
        for (; count > 0; count--)
        {
            var payload = _pending.Dequeue();
            Interlocked.Add(ref _pendingBytes, -payload.Length);
            _sequence++;
            Apply(payload);
        }
    }

    private void Apply(ReadOnlyMemory<byte> payload)
    {
        try
        {
            _apply(new LogRecord(Count, payload));
            Count++;
        }
        catch (Exception failure)
        {
            // The reader's state is no longer the log's.
            _fault = ExceptionDispatchInfo.Capture(failure);
            throw;
        }
    }

    private Turn Enter()
    {
        _fault?.Throw();
        return Interlocked.Exchange(ref _busy, 1) == 0
            ? new Turn(this)
            : throw new InvalidOperationException($"Log '{Name}' takes one call at a time.");
    }

    private readonly struct Turn(AppendLog log) : IDisposable
    {
        public void Dispose() => Interlocked.Exchange(ref log._busy, 0);
    }
}
