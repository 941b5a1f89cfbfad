using System.Globalization;
using System.Runtime.ExceptionServices;
using Prcl.Grains.Blobs;

namespace Prcl.Grains.Logs;

public sealed partial class AppendLog
{
    /// <summary>
    /// Opens a log, or begins it: hands every record to <paramref name="apply"/>, cuts the tail that an interrupted append has left, and makes
    /// what was read durable. Memory doesn't grow with the log's length.
    /// </summary>
    /// <param name="store">Where the segments are.</param>
    /// <param name="name">A blob name; the segments are below it.</param>
    /// <param name="options">Limits; null for the defaults.</param>
    /// <param name="apply">Sees each durable record once, in order, now and later. Must not throw: a log whose reader failed writes no more.</param>
    /// <param name="cancellation">Stops the reading.</param>
    /// <exception cref="LogCorruptedException">Damage that no interrupted append explains; names segment and offset.</exception>
    /// <exception cref="LogFormatException">A frame of another format version.</exception>
    /// <exception cref="BlobStorageException">The storage failed.</exception>
    public static async Task<AppendLog> Open(
        IBlobStore store, string name, AppendLogOptions? options, Action<LogRecord> apply, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(apply);
        options ??= new AppendLogOptions();
        options.Validate();
        var log = new AppendLog(store, BlobName.Check(name), options, apply);

        // The witness first: a log may grow while it is read.
        log._confirmed = await log._witness.Read(cancellation);
        await log.ReadForward(log.Replay, await log.LastListed(cancellation), cancellation);
        await log.Testify(now: true, cancellation);
        return log;
    }

    /// <summary>The blob of a log's segment.</summary>
    internal static string SegmentName(string log, int segment) => string.Create(CultureInfo.InvariantCulture, $"{log}/{segment:D8}.log");

    private string SegmentName(int segment) => SegmentName(Name, segment);

    private async Task<int> LastListed(CancellationToken cancellation)
    {
        var last = -1;
        await foreach (var entry in _store.List(Name + "/", cancellation))
        {
            last++;
            if (entry.Name != SegmentName(last))
            {
                throw new LogCorruptedException(SegmentName(last), 0, $"the segment is missing, '{entry.Name}' follows");
            }
        }

        return last;
    }

    /// <summary>Reads from the current position to the log's end, and leaves the position there, settled.</summary>
    /// <param name="onFrame">Sees each frame before the position moves past it.</param>
    /// <param name="lastListed">The last segment known to exist; those before it must be closed.</param>
    /// <param name="cancellation">Stops the reading.</param>
    private async Task ReadForward(Action<LogFrame, ReadOnlyMemory<byte>> onFrame, int lastListed, CancellationToken cancellation)
    {
        while (true)
        {
            var name = SegmentName(_segment);
            await using var stream = await _store.OpenRead(name, _offset, cancellation);
            if (stream is null)
            {
                if (_offset == 0 && _segment > lastListed)
                {
                    RequireConfirmed(name);
                    return;
                }

                throw new LogCorruptedException(name, _offset, "the segment has vanished");
            }

            var end = await SegmentReader.Read(stream, name, _offset, Take, cancellation);
            if (end.IsSealed)
            {
                continue;
            }

            if (_segment < lastListed)
            {
                throw new LogCorruptedException(name, end.GoodLength, $"the segment ends here without being closed, but segment {lastListed} exists");
            }

            RequireConfirmed(name);
            try
            {
                await _store.CutTail(name, end.TotalLength, end.GoodLength, cancellation);
                CutBytes += end.TotalLength - end.GoodLength;
                return;
            }
            catch (BlobConflictException changed) when (changed.ActualLength >= _offset)
            {
                // Someone has appended, or cut the same torn tail, since: read on.
            }
            catch (BlobConflictException changed)
            {
                throw new LogCorruptedException(name, _offset, $"confirmed bytes are missing ({changed.Actual})");
            }
        }

        void Take(LogFrame frame, ReadOnlyMemory<byte> body)
        {
            if (frame.Index != Count)
            {
                throw new LogCorruptedException(SegmentName(_segment), _offset, $"a frame of record {frame.Index} where record {Count} is due");
            }

            onFrame(frame, body);
            Advance(frame.Kind == LogFrameKind.Seal, frame.Length);
        }
    }

    // Before anything is cut: what is missing may be a torn tail's bytes.
    private void RequireConfirmed(string segment)
    {
        if (Count < _confirmed)
        {
            throw new LogCorruptedException(segment, _offset, $"it ends after {Count} records, but {_confirmed} had been confirmed");
        }
    }

    /// <summary>A frame read on opening.</summary>
    private void Replay(LogFrame frame, ReadOnlyMemory<byte> body)
    {
        foreach (var payload in frame.Records(body))
        {
            Apply(payload);
        }
    }

    /// <summary>A frame found after an append of unknown outcome: one's own, or another writer's.</summary>
    private void Meet(LogFrame frame, ReadOnlyMemory<byte> body)
    {
        if (frame.Writer != Writer)
        {
            var conflict = new LogConflictException(Name, Writer, frame.Writer);
            _fault = ExceptionDispatchInfo.Capture(conflict);
            throw conflict;
        }

        // Nothing but pending records can be there: position, index and sequence move together.
        if (frame.Sequence != _sequence || frame.Count > _pending.Count)
        {
            throw new LogCorruptedException(SegmentName(_segment), _offset, $"own record {frame.Sequence} where {_sequence} was due");
        }

        Confirm(frame.Count);
    }
}
