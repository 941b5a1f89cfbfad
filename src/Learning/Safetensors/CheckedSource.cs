namespace Prcl.Learning.Safetensors;

/// <summary>
/// Takes announced numbers of bytes from a stream. Where the stream knows its length the announcement was checked against it; where
/// it does not, the buffer grows with what has really come, so that a small hostile stream cannot make the process allocate gigabytes.
/// </summary>
internal sealed class CheckedSource(Stream stream)
{
    private const int FirstBuffer = 1 << 20;

    /// <summary>Bytes from here to the stream's end, or null when it cannot tell.</summary>
    public long? Remaining => stream.CanSeek ? Math.Max(stream.Length - stream.Position, 0) : null;

    /// <exception cref="SafetensorsException">The stream ends before <paramref name="length"/> bytes.</exception>
    public byte[] Take(int length, SafetensorsPart part, string? tensor)
    {
        var buffer = new byte[Remaining >= length ? length : Math.Min(length, FirstBuffer)];
        var filled = 0;
        while (true)
        {
            filled += stream.ReadAtLeast(buffer.AsSpan(filled), buffer.Length - filled, throwOnEndOfStream: false);
            if (filled < buffer.Length)
            {
                throw new SafetensorsException(part, tensor, $"takes {length} bytes, but the file ends after {filled}");
            }

            if (filled == length)
            {
                return buffer;
            }

            Array.Resize(ref buffer, (int)Math.Min(length, 2L * buffer.Length));
        }
    }
}
