using System.Buffers.Binary;
using TorchSharp;

namespace Prcl.Learning.Safetensors;

/// <summary>
/// Writes tensors in the safetensors format. Equal tensors and metadata give equal bytes: the header is sorted by name (ordinal), the
/// data by element width, widest first, then by name, so every tensor lies aligned to its width, as other readers want it.
/// </summary>
public static class SafetensorsWriter
{
    /// <summary>
    /// Writes everything to the stream; tensors go one after the other from where they lie, only those off the CPU or not contiguous
    /// are copied first. All checks come before the first byte.
    /// </summary>
    /// <param name="stream">Where to; stays open.</param>
    /// <param name="tensors">Names and tensors, in any order.</param>
    /// <param name="metadata">The <c>__metadata__</c>; left out when null or empty.</param>
    /// <exception cref="SafetensorsException">
    /// A name is twice there, is <c>__metadata__</c> or no Unicode; a tensor is sparse, of a type that the format lacks, or of 2 GB or
    /// more; or the header exceeds 100 MB.
    /// </exception>
    public static void Write(
        Stream stream, IEnumerable<KeyValuePair<string, torch.Tensor>> tensors, IReadOnlyDictionary<string, string>? metadata = null)
    {
        SortedDictionary<string, torch.Tensor> byName = new(StringComparer.Ordinal);
        foreach (var (name, tensor) in tensors)
        {
            Check(name, tensor);
            if (!byName.TryAdd(name, tensor))
            {
                throw new SafetensorsException(SafetensorsPart.Header, null, $"would have the name {SafetensorsException.Quote(name)} twice");
            }
        }

        var inDataOrder = byName.OrderByDescending(pair => pair.Value.ElementSize).ToList(); // stable: equal widths stay sorted by name
        var offsets = Offsets(inDataOrder);
        var header = SafetensorsHeaderWriter.Write(
            byName.Select(t => new TensorSlot(t.Key, SafetensorsTypeNames.From(t.Value.dtype)!.Value, t.Value.shape, offsets[t.Key], ByteLength(t.Value))), metadata);

        Span<byte> prefix = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(prefix, (ulong)header.Length);
        stream.Write(prefix);
        stream.Write(header);
        foreach (var (_, tensor) in inDataOrder)
        {
            WriteData(stream, tensor);
        }
    }

    private static void Check(string name, torch.Tensor tensor)
    {
        if (name == SafetensorsHeader.MetadataName)
        {
            throw new SafetensorsException(SafetensorsPart.Tensor, name, "has the name that the format keeps for metadata");
        }

        if (tensor.is_sparse || SafetensorsTypeNames.From(tensor.dtype) is null)
        {
            throw new SafetensorsException(
                SafetensorsPart.Tensor, name, $"is {(tensor.is_sparse ? "sparse" : tensor.dtype)}; dense tensors of {SafetensorsTypeNames.All} can be stored");
        }

        if (ByteLength(tensor) > Array.MaxLength)
        {
            throw new SafetensorsException(SafetensorsPart.Tensor, name, $"holds {ByteLength(tensor)} bytes; at most {Array.MaxLength} are supported");
        }
    }

    private static Dictionary<string, long> Offsets(List<KeyValuePair<string, torch.Tensor>> inDataOrder)
    {
        Dictionary<string, long> offsets = new(StringComparer.Ordinal);
        var next = 0L;
        foreach (var (name, tensor) in inDataOrder)
        {
            offsets.Add(name, next);
            next += ByteLength(tensor);
        }

        return offsets;
    }

    private static void WriteData(Stream stream, torch.Tensor tensor)
    {
        if (tensor.numel() == 0)
        {
            return;
        }

        using var detached = tensor.detach();
        using var onCpu = detached.cpu();
        using var contiguous = onCpu.contiguous();
        stream.Write(contiguous.bytes);
    }

    private static long ByteLength(torch.Tensor tensor) => tensor.numel() * tensor.ElementSize;
}
