using System.Buffers.Binary;
using TorchSharp;

namespace Prcl.Learning.Safetensors;

/// <summary>
/// A file in the safetensors format, read and checked as a whole: 8 bytes header length (little-endian), a JSON header, the
/// tensors' raw little-endian bytes. Reading runs no code from the file, and no length in it is believed before it is checked.
/// Source: the format's description in huggingface/safetensors.
/// </summary>
public sealed class SafetensorsFile
{
    private const int PrefixLength = sizeof(ulong);

    private SafetensorsFile(SafetensorsHeader header, Func<TensorSlot, ReadOnlyMemory<byte>> data)
    {
        Metadata = header.Metadata;
        // In data order, so that a stream is read forwards.
        Tensors = header.Slots.ToDictionary(slot => slot.Name, slot => new SafetensorsEntry(slot, data(slot)), StringComparer.Ordinal);
    }

    /// <summary>The header's <c>__metadata__</c>; empty when the file has none.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>The tensors by name.</summary>
    public IReadOnlyDictionary<string, SafetensorsEntry> Tensors { get; }

    /// <summary>Reads bytes in memory; the entries are slices of them, nothing is copied.</summary>
    /// <exception cref="SafetensorsException">The bytes break a rule of the format.</exception>
    public static SafetensorsFile Parse(ReadOnlyMemory<byte> file)
    {
        if (file.Length < PrefixLength)
        {
            throw TooShort(file.Length);
        }

        var rest = file[PrefixLength..];
        var headerLength = SafetensorsHeader.CheckLength(BinaryPrimitives.ReadUInt64LittleEndian(file.Span), rest.Length);
        var header = SafetensorsHeader.Parse(rest.Span[..headerLength]);
        var data = rest[headerLength..];
        header.CheckDataLength(data.Length);
        return new SafetensorsFile(header, slot => data.Slice((int)slot.Begin, (int)slot.Length));
    }

    /// <summary>Reads from the stream's position to its end; each tensor gets its own buffer, so the file may exceed 2 GB.</summary>
    /// <exception cref="SafetensorsException">The bytes break a rule of the format, or the stream ends early.</exception>
    public static SafetensorsFile Read(Stream stream)
    {
        var source = new CheckedSource(stream);
        var header = ReadHeader(stream, source);
        var file = new SafetensorsFile(header, slot => source.Take((int)slot.Length, SafetensorsPart.Tensor, slot.Name));
        return stream.ReadByte() < 0
            ? file
            : throw new SafetensorsException(SafetensorsPart.Data, null, $"goes on after the {header.DataLength} bytes that the tensors claim");
    }

    /// <summary>Reads and checks the header alone: the metadata of a file whose tensors aren't needed. The stream stands where the data begins.</summary>
    /// <exception cref="SafetensorsException">The bytes break a rule of the format; where the stream tells its length, also when the data are more or fewer than claimed.</exception>
    public static IReadOnlyDictionary<string, string> ReadMetadata(Stream stream) => ReadHeader(stream, new CheckedSource(stream)).Metadata;

    /// <summary>Reads a file.</summary>
    /// <exception cref="SafetensorsException">The file breaks a rule of the format; the message names it.</exception>
    /// <exception cref="IOException">The file cannot be opened or read.</exception>
    public static SafetensorsFile Read(string path)
    {
        using var stream = File.OpenRead(path);
        try
        {
            return Read(stream);
        }
        catch (SafetensorsException e)
        {
            throw Recognise(stream) is { } kind
                ? new SafetensorsException(SafetensorsPart.Content, null, $"is {kind}", path)
                : new SafetensorsException(e.Part, e.Tensor, e.Rule, path, e);
        }
    }

    /// <summary>Copies a tensor into a new CPU tensor of the stored type and shape, bit for bit.</summary>
    /// <exception cref="SafetensorsException">No tensor has that name, or a <c>BOOL</c> byte is neither 0 nor 1.</exception>
    public torch.Tensor ToTensor(string name) =>
        Tensors.TryGetValue(name, out var entry) ? entry.ToTensor() : throw new SafetensorsException(SafetensorsPart.Tensor, name, "is not in the file");

    private static SafetensorsHeader ReadHeader(Stream stream, CheckedSource source)
    {
        Span<byte> prefix = stackalloc byte[PrefixLength];
        var got = stream.ReadAtLeast(prefix, PrefixLength, throwOnEndOfStream: false);
        if (got < PrefixLength)
        {
            throw TooShort(got);
        }

        var headerLength = SafetensorsHeader.CheckLength(BinaryPrimitives.ReadUInt64LittleEndian(prefix), source.Remaining);
        var header = SafetensorsHeader.Parse(source.Take(headerLength, SafetensorsPart.Header, null));
        if (source.Remaining is { } length)
        {
            header.CheckDataLength(length);
        }

        return header;
    }

    private static string? Recognise(FileStream stream)
    {
        if (!stream.CanSeek)
        {
            return null;
        }

        Span<byte> head = stackalloc byte[ForeignFile.HeadLength];
        stream.Position = 0;
        return ForeignFile.Describe(head[..stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false)]);
    }

    private static SafetensorsException TooShort(int length) =>
        new(SafetensorsPart.HeaderLength, null, $"takes {PrefixLength} bytes, but the file has {length}");
}
