using Prcl.Grains.Blobs;
using Prcl.Grains.Logs;
using Prcl.Grains.Streams;

namespace Prcl.Grains.Backups;

/// <summary>The files of a partition's images, as a fold of its log: each image's own and its labels', without those of deleted images.</summary>
internal sealed class LoggedFiles
{
    private readonly Dictionary<long, List<string>> _files = [];
    private long _records;

    /// <summary>Images that were ever logged: every sequence is below this.</summary>
    public long End { get; private set; }

    /// <summary>Images that are there.</summary>
    public long Images => _files.Count;

    /// <summary>The SHA-256 of each file; some more than once.</summary>
    public IEnumerable<string> Sha256 => _files.Values.SelectMany(f => f);

    /// <summary>Reads a log to its end, segment by segment.</summary>
    /// <param name="blobs">The store.</param>
    /// <param name="log">The log's name.</param>
    /// <param name="onSegment">Told of each segment and its length without a torn tail.</param>
    /// <param name="cancellation">Stops the reading.</param>
    /// <exception cref="LogCorruptedException">The log is damaged.</exception>
    /// <exception cref="LogFormatException">It is of another version.</exception>
    public static async Task<LoggedFiles> Read(IBlobStore blobs, string log, Func<string, long, Task> onSegment, CancellationToken cancellation)
    {
        // The witness first: a log grows while it is read.
        var (files, confirmed) = (new LoggedFiles(), await new LogWitness(blobs, log, TimeProvider.System).Read(cancellation));

        // Each but the last is closed by now; later ones may come while it is read, and aren't missed.
        var listed = await blobs.List(log + "/", cancellation).CountAsync(cancellation);
        for (var segment = 0; segment < listed; segment++)
        {
            var name = AppendLog.SegmentName(log, segment);
            await using var stream = await blobs.OpenRead(name, 0, cancellation) ?? throw new LogCorruptedException(name, 0, "the segment is missing");
            var end = await SegmentReader.Read(stream, name, 0, (frame, body) => files.Take(name, frame, body), cancellation);
            if (!end.IsSealed && segment < listed - 1)
            {
                throw new LogCorruptedException(name, end.GoodLength, $"the segment ends here without being closed, but {listed - 1 - segment} more follow");
            }

            if (end.GoodLength > 0)
            {
                await onSegment(name, end.GoodLength);
            }
        }

        return files._records >= confirmed
            ? files
            : throw new LogCorruptedException(AppendLog.SegmentName(log, Math.Max(0, listed - 1)), 0, $"the log ends after {files._records} records, but {confirmed} had been confirmed");
    }

    private void Take(string segment, LogFrame frame, ReadOnlyMemory<byte> body)
    {
        if (frame.Index != _records)
        {
            throw new LogCorruptedException(segment, 0, $"a frame of record {frame.Index} where record {_records} is due");
        }

        foreach (var payload in frame.Records(body))
        {
            Apply(StreamRecord.Decode(payload.Span));
            _records++;
        }
    }

    private void Apply(StreamRecord record)
    {
        if (record.Image is { } image)
        {
            End = image.Sequence ?? End;
            _files[End] = image.LabelSha256 is null ? [image.Sha256] : [image.Sha256, image.LabelSha256];
            End++;
        }
        else if (record.Label is { } label && _files.TryGetValue(label.Sequence, out var labelled))
        {
            labelled.Add(label.LabelSha256);
        }
        else if (record.Deleted is { } deleted)
        {
            _files.Remove(deleted.Sequence);
        }
        else if (record.Lost is { } lost)
        {
            End = Math.Max(End, lost.NextSequence);
        }
    }
}
