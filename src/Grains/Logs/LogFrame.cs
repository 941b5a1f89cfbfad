using System.Buffers.Binary;
using Prcl.Grains.Blobs;

namespace Prcl.Grains.Logs;

/// <summary>
/// The unit of a log's bytes: what one append adds, whole or not at all. Header of 56 bytes, little-endian: <c>PLOG</c>, u16 version,
/// u16 kind, i32 body length, i32 record count, 16 bytes writer, i64 the writer's sequence number of the first record, i64 its index in
/// the log, u32 CRC-32C of the body, u32 CRC-32C of the header before. The body: of each record an i32 length and the payload.
/// </summary>
internal readonly record struct LogFrame(LogFrameKind Kind, int BodyLength, int Count, Guid Writer, long Sequence, long Index, uint BodyChecksum)
{
    public const int Version = 1;
    public const int HeaderLength = 56;
    public const int RecordOverhead = 4;

    /// <summary>The longest frame: what the oldest Azure API takes in one block.</summary>
    public const int MaxLength = 4 << 20;

    /// <summary>The longest record.</summary>
    public const int MaxRecordLength = MaxLength - HeaderLength - RecordOverhead;

    public int Length => HeaderLength + BodyLength;

    /// <summary>Builds a frame's bytes.</summary>
    public static byte[] Encode(LogFrameKind kind, IReadOnlyCollection<byte[]> records, Guid writer, long sequence, long index)
    {
        var frame = new byte[HeaderLength + records.Sum(record => RecordOverhead + record.Length)];
        var body = frame.AsSpan(HeaderLength);
        foreach (var record in records)
        {
            BinaryPrimitives.WriteInt32LittleEndian(body, record.Length);
            record.CopyTo(body[RecordOverhead..]);
            body = body[(RecordOverhead + record.Length)..];
        }

        var header = frame.AsSpan(0, HeaderLength);
        "PLOG"u8.CopyTo(header);
        BinaryPrimitives.WriteUInt16LittleEndian(header[4..], Version);
        BinaryPrimitives.WriteUInt16LittleEndian(header[6..], (ushort)kind);
        BinaryPrimitives.WriteInt32LittleEndian(header[8..], frame.Length - HeaderLength);
        BinaryPrimitives.WriteInt32LittleEndian(header[12..], records.Count);
        writer.TryWriteBytes(header[16..]);
        BinaryPrimitives.WriteInt64LittleEndian(header[32..], sequence);
        BinaryPrimitives.WriteInt64LittleEndian(header[40..], index);
        BinaryPrimitives.WriteUInt32LittleEndian(header[48..], Crc32C.Of(frame.AsSpan(HeaderLength)));
        BinaryPrimitives.WriteUInt32LittleEndian(header[52..], Crc32C.Of(header[..52]));
        return frame;
    }

    /// <summary>The version of a frame that begins here, as far as its first bytes tell; 0 when it is no frame.</summary>
    public static int VersionOf(ReadOnlySpan<byte> bytes)
        => bytes.Length >= 6 && bytes[..4].SequenceEqual("PLOG"u8) ? BinaryPrimitives.ReadUInt16LittleEndian(bytes[4..]) : 0;

    /// <summary>Whether a header begins here whose checksum holds, of whatever version.</summary>
    public static bool HasSoundHeader(ReadOnlySpan<byte> header) =>
        header.Length >= HeaderLength && VersionOf(header) != 0 && BinaryPrimitives.ReadUInt32LittleEndian(header[52..]) == Crc32C.Of(header[..52]);

    /// <summary>The header that begins here, if it is whole and undamaged.</summary>
    public static LogFrame? Decode(ReadOnlySpan<byte> header)
    {
        if (VersionOf(header) != Version || !HasSoundHeader(header))
        {
            return null;
        }

        return new LogFrame(
            (LogFrameKind)BinaryPrimitives.ReadUInt16LittleEndian(header[6..]),
            BinaryPrimitives.ReadInt32LittleEndian(header[8..]),
            BinaryPrimitives.ReadInt32LittleEndian(header[12..]),
            new Guid(header[16..32]),
            BinaryPrimitives.ReadInt64LittleEndian(header[32..]),
            BinaryPrimitives.ReadInt64LittleEndian(header[40..]),
            BinaryPrimitives.ReadUInt32LittleEndian(header[48..]));
    }

    /// <summary>The payloads of a body whose checksum holds.</summary>
    public IEnumerable<ReadOnlyMemory<byte>> Records(ReadOnlyMemory<byte> body)
    {
        for (var i = 0; i < Count; i++)
        {
            var length = BinaryPrimitives.ReadInt32LittleEndian(body.Span);
            yield return body.Slice(RecordOverhead, length);
            body = body[(RecordOverhead + length)..];
        }
    }
}
