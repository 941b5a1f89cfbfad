using Prcl.Grains.Blobs;
using Prcl.Grains.Logs;

namespace Prcl.Grains.Checks.Logs;

/// <summary>Reads a log as far as it is sound, around what is damaged. Changes nothing.</summary>
internal sealed class LogScan
{
    private readonly List<ScannedFrame> _frames = [];
    private readonly List<(string Segment, string Fault)> _faults = [];

    private LogScan()
    {
    }

    /// <summary>The whole frames, in the log's order.</summary>
    public IReadOnlyList<ScannedFrame> Frames => _frames;

    /// <summary>What is wrong, by segment.</summary>
    public IReadOnlyList<(string Segment, string Fault)> Faults => _faults;

    /// <summary>Records up to the end of the last whole frame, lost ones among them.</summary>
    public long End => _frames.Count == 0 ? 0 : _frames[^1].Index + _frames[^1].Records.Length;

    /// <summary>Reads a log.</summary>
    /// <param name="blobs">The store.</param>
    /// <param name="log">The log's name.</param>
    public static async Task<LogScan> Read(IBlobStore blobs, string log)
    {
        var scan = new LogScan();
        var listed = new List<string>();
        await foreach (var entry in blobs.List(log + "/"))
        {
            listed.Add(entry.Name);
        }

        for (var i = 0; i < listed.Count; i++)
        {
            if (listed[i] != AppendLog.SegmentName(log, i) && scan._faults.Count == 0)
            {
                scan._faults.Add((AppendLog.SegmentName(log, i), "is missing"));
            }

            await scan.ReadSegment(blobs, listed[i], isLast: i == listed.Count - 1);
        }

        return scan;
    }

    private async Task ReadSegment(IBlobStore blobs, string segment, bool isLast)
    {
        var (content, fault) = await Reading.Try(() => blobs.Read(segment));
        var bytes = content?.Bytes;
        if (fault is not null)
        {
            _faults.Add((segment, fault));
            bytes = blobs is ISalvage salvage ? await salvage.ReadUnverified(segment) : null;
        }

        if (bytes is not null)
        {
            ReadFrames(bytes, segment, isLast);
        }
    }

    private void ReadFrames(byte[] bytes, string segment, bool isLast)
    {
        var (at, isSealed) = (0, false);
        while (at < bytes.Length)
        {
            if (Frame(bytes, at, segment) is { } frame)
            {
                at += frame.Length;
                Take(frame.Scanned, segment);
                isSealed = frame.Scanned.IsSeal;
                continue;
            }

            var next = NextFrame(bytes, at + 1, segment);
            if (next < 0)
            {
                // At the end of the last segment it is what an interrupted append leaves: whether more was there, the witness knows.
                if (!isLast)
                {
                    _faults.Add((segment, $"is damaged from offset {at} to its end"));
                }

                return;
            }

            _faults.Add((segment, $"is damaged from offset {at} to {next}"));
            at = next;
        }

        if (!isLast && !isSealed)
        {
            _faults.Add((segment, "ends without being closed, and another follows"));
        }
    }

    // Frames out of order are copies, or another log's.
    private void Take(ScannedFrame frame, string segment)
    {
        if (frame.Index < End)
        {
            _faults.Add((segment, $"has a frame of record {frame.Index} after record {End - 1}"));
            return;
        }

        if (frame.Index > End && _faults.Count == 0)
        {
            _faults.Add((segment, $"has a frame of record {frame.Index} where record {End} is due"));
        }

        _frames.Add(frame);
    }

    private static int NextFrame(byte[] bytes, int from, string segment)
    {
        for (var at = from; at + LogFrame.HeaderLength <= bytes.Length; at++)
        {
            var magic = bytes.AsSpan(at).IndexOf("PLOG"u8);
            if (magic < 0)
            {
                return -1;
            }

            at += magic;
            if (Frame(bytes, at, segment) is not null)
            {
                return at;
            }
        }

        return -1;
    }

    private static (ScannedFrame Scanned, int Length)? Frame(byte[] bytes, int at, string segment)
    {
        var rest = bytes.AsMemory(at);
        if (LogFrame.VersionOf(rest.Span) is not (0 or LogFrame.Version) and var version && LogFrame.HasSoundHeader(rest.Span))
        {
            throw new LogFormatException(segment, at, version);
        }

        return LogFrame.Decode(rest.Span) is { } frame
            && Enum.IsDefined(frame.Kind) && frame.BodyLength >= 0 && frame.Length <= Math.Min(LogFrame.MaxLength, rest.Length)
            && rest.Slice(LogFrame.HeaderLength, frame.BodyLength) is var body && Crc32C.Of(body.Span) == frame.BodyChecksum
            ? (new ScannedFrame(frame.Index, [.. frame.Records(body).Select(r => r.ToArray())], frame.Kind == LogFrameKind.Seal), frame.Length)
            : null;
    }
}
