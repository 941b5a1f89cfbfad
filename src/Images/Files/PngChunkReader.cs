using System.Buffers.Binary;
using System.Text;

namespace Prcl.Images.Files;

/// <summary>Walks the chunks of a PNG without copying; checks length, type and CRC of each. Nothing it meets makes it throw.</summary>
internal ref struct PngChunkReader
{
    public const uint Ihdr = 0x49484452;
    public const uint Plte = 0x504C5445;
    public const uint Idat = 0x49444154;
    public const uint Iend = 0x49454E44;
    public const uint ActL = 0x6163544C;
    public const uint ExIf = 0x65584966;

    private readonly ReadOnlySpan<byte> _bytes;
    private int _offset = Signature.Length;

    /// <summary>Starts at the first chunk; the signature is taken as checked.</summary>
    public PngChunkReader(ReadOnlySpan<byte> bytes) => _bytes = bytes;

    /// <summary>The eight bytes every PNG begins with.</summary>
    public static ReadOnlySpan<byte> Signature => [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A];

    /// <summary>The chunk's four letters, big-endian.</summary>
    public uint Type { get; private set; }

    /// <summary>The chunk's data.</summary>
    public ReadOnlySpan<byte> Data { get; private set; }

    /// <summary>Why <see cref="MoveNext"/> answered false.</summary>
    public ImageVerdict? Refusal { get; private set; }

    /// <summary>Whether the chunk that <see cref="MoveNext"/> would go to is of a type; looks at nothing else of it.</summary>
    public readonly bool IsBefore(uint type) =>
        _bytes.Length - _offset >= 8 && BinaryPrimitives.ReadUInt32BigEndian(_bytes[(_offset + 4)..]) == type;

    /// <summary>Goes to the next chunk; false, with <see cref="Refusal"/> set, where there is no sound one.</summary>
    public bool MoveNext()
    {
        var rest = _bytes[_offset..];
        if (rest.Length < 12)
        {
            return Refuse(ImageRefusal.Truncated, $"the PNG ends after {_bytes.Length} bytes without an IEND chunk");
        }

        var length = BinaryPrimitives.ReadUInt32BigEndian(rest);
        Type = BinaryPrimitives.ReadUInt32BigEndian(rest[4..]);
        if (!IsLetters(Type) || length > int.MaxValue)
        {
            return Refuse(ImageRefusal.Corrupt, $"the PNG has no sound chunk at byte {_offset}");
        }

        if (length > rest.Length - 12)
        {
            return Refuse(ImageRefusal.Truncated, $"the PNG's {Name(Type)} chunk at byte {_offset} needs {length} bytes, but the file has only {rest.Length - 8} more");
        }

        var end = (int)length + 8;
        if (PngCrc.Of(rest[4..end]) != BinaryPrimitives.ReadUInt32BigEndian(rest[end..]))
        {
            return Refuse(ImageRefusal.Corrupt, $"the PNG's {Name(Type)} chunk at byte {_offset} fails its CRC");
        }

        Data = rest[8..end];
        _offset += end + 4;
        return true;
    }

    /// <summary>A chunk type's four letters.</summary>
    public static string Name(uint type)
    {
        Span<byte> letters = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(letters, type);
        return Encoding.ASCII.GetString(letters);
    }

    private static bool IsLetters(uint type)
    {
        for (; type != 0; type >>= 8)
        {
            if (!char.IsAsciiLetter((char)(type & 255)))
            {
                return false;
            }
        }

        return true;
    }

    private bool Refuse(ImageRefusal refusal, string message)
    {
        Refusal = ImageVerdict.Refuse(refusal, message);
        return false;
    }
}
