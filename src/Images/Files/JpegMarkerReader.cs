using System.Buffers.Binary;

namespace Prcl.Images.Files;

/// <summary>Walks the marker segments of a JPEG without copying, and steps over entropy-coded data. Nothing it meets makes it throw.</summary>
internal ref struct JpegMarkerReader
{
    public const byte EndOfImage = 0xD9;
    public const byte StartOfScan = 0xDA;
    public const byte App1 = 0xE1;
    public const byte App14 = 0xEE;

    private readonly ReadOnlySpan<byte> _bytes;
    private int _offset = 2;

    /// <summary>Starts after the SOI marker, which is taken as checked.</summary>
    public JpegMarkerReader(ReadOnlySpan<byte> bytes) => _bytes = bytes;

    /// <summary>The marker's second byte.</summary>
    public byte Marker { get; private set; }

    /// <summary>The segment's data after its length; empty for EOI.</summary>
    public ReadOnlySpan<byte> Data { get; private set; }

    /// <summary>Where what follows the segment begins.</summary>
    public readonly int Offset => _offset;

    /// <summary>Bytes stepped over since the previous marker: the entropy-coded data after a start of scan.</summary>
    public int Skipped { get; private set; }

    /// <summary>Why <see cref="MoveNext"/> answered false.</summary>
    public ImageVerdict? Refusal { get; private set; }

    /// <summary>Goes to the next marker that is neither a restart nor stuffing; false, with <see cref="Refusal"/> set, where there is none.</summary>
    public bool MoveNext()
    {
        var from = _offset;
        if (!FindMarker())
        {
            Refusal = ImageVerdict.Refuse(ImageRefusal.Truncated, $"the JPEG ends after {_bytes.Length} bytes without an end-of-image marker");
            return false;
        }

        Skipped = _offset - 2 - from;
        Data = default;
        if (Marker == EndOfImage)
        {
            return true;
        }

        var rest = _bytes[_offset..];
        var length = rest.Length < 2 ? 0 : BinaryPrimitives.ReadUInt16BigEndian(rest);
        if (rest.Length < Math.Max(2, length))
        {
            Refusal = ImageVerdict.Refuse(ImageRefusal.Truncated, $"the JPEG ends inside its segment FF{Marker:X2} at byte {_offset - 2}");
            return false;
        }

        if (length < 2)
        {
            Refusal = ImageVerdict.Refuse(ImageRefusal.Corrupt, $"the JPEG's segment FF{Marker:X2} at byte {_offset - 2} has length {length}; at least 2 is needed");
            return false;
        }

        Data = rest[2..length];
        _offset += length;
        return true;
    }

    private bool FindMarker()
    {
        while (true)
        {
            var found = _bytes[_offset..].IndexOf((byte)0xFF);
            if (found < 0 || _offset + found + 1 >= _bytes.Length)
            {
                return false;
            }

            _offset += found + 1;
            Marker = _bytes[_offset];

            // FF00 is a stuffed data byte, FFFF is fill, FF01 and FFD0–FFD7 stand alone.
            if (Marker is not (0x00 or 0x01 or 0xFF or (>= 0xD0 and <= 0xD7)))
            {
                _offset++;
                return true;
            }
        }
    }
}
