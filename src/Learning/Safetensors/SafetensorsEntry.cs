using TorchSharp;

namespace Prcl.Learning.Safetensors;

/// <summary>One tensor of a file: its form and its bytes, checked to agree.</summary>
public sealed class SafetensorsEntry
{
    internal SafetensorsEntry(TensorSlot slot, ReadOnlyMemory<byte> data) =>
        (Name, DType, Shape, Data) = (slot.Name, slot.DType, slot.Shape, data);

    /// <summary>The tensor's name in the header.</summary>
    public string Name { get; }

    /// <summary>The element type.</summary>
    public SafetensorsType DType { get; }

    /// <summary>The dimensions; empty for a scalar.</summary>
    public long[] Shape { get; }

    /// <summary>The elements in row-major order, little-endian; length = product of <see cref="Shape"/> × the type's width.</summary>
    public ReadOnlyMemory<byte> Data { get; }

    /// <summary>Copies the elements into a new CPU tensor of the same type and shape, bit for bit.</summary>
    /// <exception cref="SafetensorsException">A <c>BOOL</c> byte is neither 0 nor 1.</exception>
    public torch.Tensor ToTensor()
    {
        // Torch assumes 0 or 1 without looking; any other byte would give results that depend on the operation.
        if (DType == SafetensorsType.Bool && Data.Span.ContainsAnyExceptInRange((byte)0, (byte)1))
        {
            throw new SafetensorsException(SafetensorsPart.Tensor, Name, "has a BOOL byte other than 0 and 1");
        }

        var tensor = torch.empty(Shape, DType.ToScalarType(), torch.CPU);
        if (!Data.IsEmpty)
        {
            Data.Span.CopyTo(tensor.bytes);
        }

        return tensor;
    }
}
