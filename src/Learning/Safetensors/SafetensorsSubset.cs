using System.Buffers.Binary;

namespace Prcl.Learning.Safetensors;

/// <summary>
/// A safetensors file made of some of another one's tensors, piece by piece: it holds a header and where the data lies in the
/// source, never the data. Immutable.
/// </summary>
public sealed class SafetensorsSubset
{
    private const int PrefixLength = sizeof(ulong);

    private readonly byte[] _head;
    private readonly List<(long Begin, long Source, long Length)> _pieces = [];

    private SafetensorsSubset(SafetensorsHeader header, long sourceData, Func<string, bool> include, Func<IReadOnlyDictionary<string, string>, IReadOnlyDictionary<string, string>> metadata)
    {
        var (slots, next) = (new List<TensorSlot>(), 0L);
        foreach (var slot in header.Slots.Where(s => include(s.Name)))
        {
            slots.Add(slot with { Begin = next });
            _pieces.Add((next, sourceData + slot.Begin, slot.Length));
            next += slot.Length;
        }

        var text = SafetensorsHeaderWriter.Write(slots.OrderBy(s => s.Name, StringComparer.Ordinal), metadata(header.Metadata));
        _head = new byte[PrefixLength + text.Length];
        BinaryPrimitives.WriteUInt64LittleEndian(_head, (ulong)text.Length);
        text.CopyTo(_head, PrefixLength);
        Length = _head.Length + next;
    }

    /// <summary>Bytes of the file.</summary>
    public long Length { get; }

    /// <summary>Reads the source's header and lays the file out.</summary>
    /// <param name="source">Reads at most so many bytes of the source from an offset on; fewer only at its end.</param>
    /// <param name="include">Which tensors it has, by name.</param>
    /// <param name="metadata">Its metadata, of the source's.</param>
    /// <exception cref="SafetensorsException">The source breaks a rule of the format.</exception>
    public static async Task<SafetensorsSubset> Of(
        Func<long, int, Task<byte[]>> source, Func<string, bool> include, Func<IReadOnlyDictionary<string, string>, IReadOnlyDictionary<string, string>> metadata)
    {
        var prefix = await source(0, PrefixLength);
        if (prefix.Length < PrefixLength)
        {
            throw new SafetensorsException(SafetensorsPart.HeaderLength, null, $"takes {PrefixLength} bytes, but the file has {prefix.Length}");
        }

        var length = SafetensorsHeader.CheckLength(BinaryPrimitives.ReadUInt64LittleEndian(prefix), null);
        var header = await source(PrefixLength, length);
        return header.Length == length
            ? new SafetensorsSubset(SafetensorsHeader.Parse(header), PrefixLength + length, include, metadata)
            : throw new SafetensorsException(SafetensorsPart.HeaderLength, null, $"is {length}, but only {header.Length} bytes follow");
    }

    /// <summary>At most <paramref name="count"/> bytes of the file from <paramref name="offset"/> on; fewer only at its end.</summary>
    /// <param name="source">As above, of the same file.</param>
    /// <param name="offset">From 0.</param>
    /// <param name="count">How many.</param>
    /// <exception cref="SafetensorsException">The source is shorter than its header says.</exception>
    public async Task<byte[]> Read(Func<long, int, Task<byte[]>> source, long offset, int count)
    {
        var bytes = new byte[Math.Clamp(Length - offset, 0, count)];
        var filled = 0;
        if (offset < _head.Length)
        {
            filled = (int)Math.Min(bytes.Length, _head.Length - offset);
            Array.Copy(_head, offset, bytes, 0, filled);
        }

        for (var i = PieceAt(offset + filled - _head.Length); filled < bytes.Length; i++)
        {
            var (begin, at, length) = _pieces[i];
            var skipped = offset + filled - _head.Length - begin;
            var wanted = (int)Math.Min(bytes.Length - filled, length - skipped);
            var read = wanted == 0 ? [] : await source(at + skipped, wanted);
            if (read.Length < wanted)
            {
                throw new SafetensorsException(SafetensorsPart.Data, null, $"ends {wanted - read.Length} bytes before the tensors do");
            }

            read.CopyTo(bytes, filled);
            filled += wanted;
        }

        return bytes;
    }

    // The piece that holds a byte of the data; empty tensors hold none.
    private int PieceAt(long position)
    {
        var index = _pieces.FindIndex(p => position < p.Begin + p.Length);
        return index < 0 ? _pieces.Count : index;
    }
}
