using Prcl.Grains.Blobs;

namespace Prcl.Grains.Logs;

/// <summary>Reads the frames of one segment, one at a time, and tells a torn tail from damage.</summary>
internal static class SegmentReader
{
    /// <summary>Hands each whole frame to <paramref name="onFrame"/>; the body is valid during that call only.</summary>
    /// <param name="stream">The segment from <paramref name="offset"/> on.</param>
    /// <param name="segment">Its name, for errors.</param>
    /// <param name="offset">Where the stream begins, in bytes; a frame begins there.</param>
    /// <param name="onFrame">Receives frames in order.</param>
    /// <param name="cancellation">Stops between reads.</param>
    /// <exception cref="LogCorruptedException">The damage is not at the end, so no interrupted append explains it.</exception>
    /// <exception cref="LogFormatException">A frame has another format version.</exception>
    public static async Task<SegmentEnd> Read(
        Stream stream, string segment, long offset, Action<LogFrame, ReadOnlyMemory<byte>> onFrame, CancellationToken cancellation)
    {
        var buffer = new byte[LogFrame.HeaderLength];
        var isSealed = false;
        while (true)
        {
            var read = await stream.ReadAtLeastAsync(buffer.AsMemory(0, LogFrame.HeaderLength), LogFrame.HeaderLength, throwOnEndOfStream: false, cancellation);
            if (read == 0)
            {
                return new SegmentEnd(offset, offset, isSealed);
            }

            var start = buffer.AsMemory(0, read);
            if (isSealed)
            {
                throw new LogCorruptedException(segment, offset, "bytes follow the frame that closes the segment");
            }

            if (LogFrame.VersionOf(start.Span) is not (0 or LogFrame.Version) and var version)
            {
                throw new LogFormatException(segment, offset, version);
            }

            if (LogFrame.Decode(start.Span) is not { } frame)
            {
                return await Torn(stream, segment, offset, start, 1, cancellation);
            }

            if (!Enum.IsDefined(frame.Kind) || frame.BodyLength < 0 || frame.Length > LogFrame.MaxLength)
            {
                throw new LogCorruptedException(segment, offset, $"a frame of kind {frame.Kind} and {frame.BodyLength} bytes");
            }

            if (buffer.Length < frame.Length)
            {
                Array.Resize(ref buffer, Math.Max(frame.Length, Math.Min(2 * buffer.Length, LogFrame.MaxLength)));
            }

            var body = buffer.AsMemory(LogFrame.HeaderLength, frame.BodyLength);
            read = await stream.ReadAtLeastAsync(body, body.Length, throwOnEndOfStream: false, cancellation);
            if (read < body.Length)
            {
                return new SegmentEnd(offset, offset + LogFrame.HeaderLength + read, false);
            }

            if (Crc32C.Of(body.Span) != frame.BodyChecksum)
            {
                return await Torn(stream, segment, offset, buffer.AsMemory(0, frame.Length), frame.Length, cancellation);
            }

            onFrame(frame, body);
            offset += frame.Length;
            isSealed = frame.Kind == LogFrameKind.Seal;
        }
    }

    /// <summary>
    /// Damage from <paramref name="offset"/> on is one interrupted append (a crash may leave any part of it, or zeros) if no frame begins
    /// after it, from <paramref name="next"/> on: an append begins only when the one before has ended, so a later frame proves that
    /// what is damaged here had been confirmed.
    /// </summary>
    private static async Task<SegmentEnd> Torn(
        Stream stream, string segment, long offset, ReadOnlyMemory<byte> start, int next, CancellationToken cancellation)
    {
        var rest = new byte[LogFrame.MaxLength + 1];
        start.CopyTo(rest);
        var length = start.Length + await stream.ReadAtLeastAsync(rest.AsMemory(start.Length), rest.Length - start.Length, throwOnEndOfStream: false, cancellation);
        if (length > LogFrame.MaxLength)
        {
            throw new LogCorruptedException(segment, offset, "a checksum does not hold, and more bytes follow than one append writes");
        }

        for (var at = next; at + LogFrame.HeaderLength <= length; at++)
        {
            if (LogFrame.Decode(rest.AsSpan(at, LogFrame.HeaderLength)) is not null)
            {
                throw new LogCorruptedException(segment, offset, $"a checksum does not hold, and a whole frame follows at offset {offset + at}");
            }
        }

        return new SegmentEnd(offset, offset + length, false);
    }
}
