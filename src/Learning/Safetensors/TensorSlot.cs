namespace Prcl.Learning.Safetensors;

/// <summary>A tensor as the header describes it; <paramref name="Begin"/> and <paramref name="Length"/> are bytes in the data part.</summary>
internal sealed record TensorSlot(string Name, SafetensorsType DType, long[] Shape, long Begin, long Length)
{
    /// <summary>Torch keeps sets of dimensions in 64 bits.</summary>
    private const int MostDimensions = 64;

    /// <summary>Checks shape and offsets against each other.</summary>
    public static TensorSlot Checked(string name, SafetensorsType type, long[] shape, long[] offsets)
    {
        if (shape.Length > MostDimensions)
        {
            throw Refuse(name, $"has {shape.Length} dimensions; at most {MostDimensions} are allowed");
        }

        if (offsets.Length != 2)
        {
            throw Refuse(name, $"has {offsets.Length} data_offsets; they must be two, begin and end");
        }

        var (begin, end) = (offsets[0], offsets[1]);
        if (end < begin)
        {
            throw Refuse(name, $"has data_offsets [{begin}, {end}]; the end lies before the begin");
        }

        if (end - begin > Array.MaxLength)
        {
            throw Refuse(name, $"holds {end - begin} bytes; at most {Array.MaxLength} are supported");
        }

        var size = ByteSize(name, type, shape);
        return size == end - begin
            ? new TensorSlot(name, type, shape, begin, size)
            : throw Refuse(name, $"has data_offsets [{begin}, {end}] of {end - begin} bytes; {type.Name()}[{string.Join(", ", shape)}] takes {size}");
    }

    private static long ByteSize(string name, SafetensorsType type, long[] shape)
    {
        // A zero makes the product zero, but torch also multiplies the others, for strides: those must not overflow either.
        long elements = 1, strides = 1;
        try
        {
            foreach (var dimension in shape)
            {
                strides = checked(strides * Math.Max(dimension, 1));
                elements *= dimension;
            }

            _ = checked(strides * type.Width());
            return elements * type.Width();
        }
        catch (OverflowException e)
        {
            throw new SafetensorsException(SafetensorsPart.Tensor, name, $"has a shape [{string.Join(", ", shape)}] whose size in bytes overflows 63 bits", inner: e);
        }
    }

    private static SafetensorsException Refuse(string name, string rule) => new(SafetensorsPart.Tensor, name, rule);
}
