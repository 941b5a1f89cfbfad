using System.Runtime.InteropServices;
using TorchSharp;

namespace Prcl.Learning.Augmentation;

/// <summary>
/// Tensors as spans of pixels. Augmentation is plain vectorised C# on the CPU: at a few hundred pixels a side that beats
/// the equivalent chain of small tensor operations, needs no temporaries, and gives the same bits whatever torch's thread count.
/// Inputs on another device are fetched; results are on the CPU, and the trainer uploads the finished batch once.
/// </summary>
internal static class PixelBuffer
{
    /// <summary>The values in place, row-major. The tensor must outlive the span.</summary>
    /// <exception cref="ArgumentException">The tensor isn't contiguous on the CPU with this element type.</exception>
    public static Span<T> Pixels<T>(this torch.Tensor tensor)
        where T : unmanaged
    {
        var type = typeof(T) == typeof(long) ? torch.int64 : torch.float32;
        if (tensor.device_type != DeviceType.CPU || tensor.dtype != type || !tensor.is_contiguous())
        {
            throw new ArgumentException($"Pixels are edited in a contiguous {type} tensor on the CPU, not in {tensor}.", nameof(tensor));
        }

        return MemoryMarshal.Cast<byte, T>(tensor.bytes);
    }

    /// <summary>The tensor itself when its pixels can be read in place, else a contiguous copy on the CPU.</summary>
    public static torch.Tensor ToReadable(this torch.Tensor tensor) =>
        tensor.device_type == DeviceType.CPU && tensor.is_contiguous() ? tensor : tensor.cpu().contiguous();

    /// <summary>A contiguous copy on the CPU that shares nothing with the tensor.</summary>
    public static torch.Tensor CopyToCpu(this torch.Tensor tensor)
    {
        using var detached = tensor.detach();
        return detached.device_type == DeviceType.CPU ? detached.clone().contiguous() : detached.cpu().contiguous();
    }

    /// <summary>Checks for [3, H, W] float32 with at least one pixel.</summary>
    public static void RequireImage(torch.Tensor image, string name)
    {
        if (image.dtype != torch.float32 || image.dim() != 3 || image.shape[0] != 3 || image.shape[1] < 1 || image.shape[2] < 1)
        {
            throw new ArgumentException($"An image is float32 [3, H, W] with H, W ≥ 1, not {Describe(image)}.", name);
        }
    }

    /// <summary>Checks type and shape.</summary>
    public static void Require(torch.Tensor tensor, torch.ScalarType type, ReadOnlySpan<long> shape, string name)
    {
        if (tensor.dtype != type || !shape.SequenceEqual(tensor.shape))
        {
            throw new ArgumentException(
                $"The {name} of this image is {type} [{string.Join(", ", shape.ToArray())}], not {Describe(tensor)}.", name);
        }
    }

    private static string Describe(torch.Tensor tensor) => $"{tensor.dtype} [{string.Join(", ", tensor.shape)}]";
}
