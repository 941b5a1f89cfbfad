using System.Runtime.InteropServices;
using Prcl.Images.Files;
using TorchSharp;

namespace Prcl.Learning.Images;

/// <summary>Copies images and labels into tensors on the CPU. The tensor belongs to the caller, or to the dispose scope it is called in.</summary>
public static class ImageTensor
{
    /// <summary>The value of ignored pixels in label tensors.</summary>
    public const long IgnoredPixel = -1;

    private static readonly float[] Scaled = [.. Enumerable.Range(0, 256).Select(value => value / 255f)];

    /// <summary>Planar channels R, G, B, each value / 255.</summary>
    /// <returns>float32 [3, H, W] in [0, 1].</returns>
    public static torch.Tensor FromImage(RgbImage image)
    {
        var tensor = torch.empty([3, image.Height, image.Width], torch.float32, torch.CPU);
        var plane = image.Width * image.Height;
        var values = MemoryMarshal.Cast<byte, float>(tensor.bytes); // [3 · H · W]
        var red = values[..plane];
        var green = values.Slice(plane, plane);
        var blue = values.Slice(2 * plane, plane);
        ReadOnlySpan<float> scaled = Scaled;
        var pixels = image.Pixels.AsSpan();
        for (var i = 0; i < red.Length; i++, pixels = pixels[3..])
        {
            (red[i], green[i], blue[i]) = (scaled[pixels[0]], scaled[pixels[1]], scaled[pixels[2]]);
        }

        return tensor;
    }

    /// <summary>Class ids, with <see cref="IgnoredPixel"/> where the id is <paramref name="ignore"/>.</summary>
    /// <returns>int64 [H, W].</returns>
    public static torch.Tensor FromLabels(LabelMap labels, int ignore)
    {
        var tensor = torch.empty([labels.Height, labels.Width], torch.int64, torch.CPU);
        var values = MemoryMarshal.Cast<byte, long>(tensor.bytes); // [H · W]
        var ids = labels.Ids.AsSpan();
        for (var i = 0; i < ids.Length; i++)
        {
            values[i] = ids[i] == ignore ? IgnoredPixel : ids[i];
        }

        return tensor;
    }
}
