using System.Buffers;
using System.Numerics;
using System.Runtime.InteropServices;
using Prcl.Learning.Randomness;
using TorchSharp;

namespace Prcl.Learning.Augmentation;

/// <summary>
/// A Gaussian blur: rows, then columns, with a kernel cut at three standard deviations (at least one pixel) and normalised
/// to 1; borders reflect.
/// </summary>
/// <param name="StandardDeviation">σ, in pixels, above 0.</param>
public sealed record GaussianBlur(double StandardDeviation)
{
    /// <summary>
    /// With probability <see cref="AugmentationOptions.BlurProbability"/> a blur with σ from
    /// U[BlurSigmaMin, BlurSigmaMax); else null.
    /// </summary>
    /// <param name="options">Range and probability.</param>
    /// <param name="key">The image's key.</param>
    public static GaussianBlur? Draw(AugmentationOptions options, RandomKey key)
    {
        var random = key.For(Choice.Blur);
        return random.NextDouble() < options.BlurProbability
            ? new GaussianBlur(random.NextUniform(options.BlurSigmaMin, options.BlurSigmaMax))
            : null;
    }

    /// <summary>Blurs an image in place.</summary>
    /// <param name="image">[3, H, W] float32, contiguous on the CPU.</param>
    /// <exception cref="ArgumentException"><paramref name="image"/> isn't such a tensor.</exception>
    public void ApplyInPlace(torch.Tensor image)
    {
        PixelBuffer.RequireImage(image, nameof(image));
        var (height, width) = ((int)image.shape[1], (int)image.shape[2]);
        var kernel = HalfKernel();
        var radius = kernel.Length - 1;
        var padded = ArrayPool<float>.Shared.Rent(width + 2 * radius);
        var blurred = ArrayPool<float>.Shared.Rent(height * width);
        for (var pixels = image.Pixels<float>(); !pixels.IsEmpty; pixels = pixels[(height * width)..])
        {
            for (var y = 0; y < height; y++)
            {
                BlurRow(pixels.Slice(y * width, width), padded, kernel, blurred.AsSpan(y * width, width));
            }

            for (var y = 0; y < height; y++)
            {
                BlurColumns(blurred, y, height, kernel, pixels.Slice(y * width, width));
            }
        }

        ArrayPool<float>.Shared.Return(padded);
        ArrayPool<float>.Shared.Return(blurred);
        GC.KeepAlive(image);
    }

    /// <summary>The kernel from its centre outwards.</summary>
    internal float[] HalfKernel()
    {
        var radius = Math.Max(1, (int)Math.Ceiling(3 * StandardDeviation));
        var weights = new double[radius + 1];
        for (var i = 0; i <= radius; i++)
        {
            weights[i] = Math.Exp(-0.5 * i * i / (StandardDeviation * StandardDeviation));
        }

        var total = 2 * weights.Sum() - weights[0];
        return Array.ConvertAll(weights, weight => (float)(weight / total));
    }

    private static void BlurRow(ReadOnlySpan<float> row, Span<float> padded, float[] kernel, Span<float> result)
    {
        var radius = kernel.Length - 1;
        row.CopyTo(padded[radius..]);
        for (var i = 1; i <= radius; i++)
        {
            padded[radius - i] = row[Reflection.Of(-i, row.Length)];
            padded[radius + row.Length - 1 + i] = row[Reflection.Of(row.Length - 1 + i, row.Length)];
        }

        Scale(padded.Slice(radius, row.Length), kernel[0], result);
        for (var i = 1; i <= radius; i++)
        {
            AddPair(padded.Slice(radius - i, row.Length), padded.Slice(radius + i, row.Length), kernel[i], result);
        }
    }

    private static void BlurColumns(ReadOnlySpan<float> plane, int y, int height, float[] kernel, Span<float> result)
    {
        var width = result.Length;
        Scale(plane.Slice(y * width, width), kernel[0], result);
        for (var i = 1; i < kernel.Length; i++)
        {
            var (above, below) = (Reflection.Of(y - i, height), Reflection.Of(y + i, height));
            AddPair(plane.Slice(above * width, width), plane.Slice(below * width, width), kernel[i], result);
        }
    }

    private static void Scale(ReadOnlySpan<float> values, float weight, Span<float> result)
    {
        var vectors = MemoryMarshal.Cast<float, Vector<float>>(values);
        var results = MemoryMarshal.Cast<float, Vector<float>>(result);
        for (var i = 0; i < results.Length; i++)
        {
            results[i] = vectors[i] * weight;
        }

        for (var i = results.Length * Vector<float>.Count; i < result.Length; i++)
        {
            result[i] = values[i] * weight;
        }
    }

    private static void AddPair(ReadOnlySpan<float> before, ReadOnlySpan<float> after, float weight, Span<float> result)
    {
        var befores = MemoryMarshal.Cast<float, Vector<float>>(before);
        var afters = MemoryMarshal.Cast<float, Vector<float>>(after);
        var results = MemoryMarshal.Cast<float, Vector<float>>(result);
        for (var i = 0; i < results.Length; i++)
        {
            results[i] += (befores[i] + afters[i]) * weight;
        }

        for (var i = results.Length * Vector<float>.Count; i < result.Length; i++)
        {
            result[i] += (before[i] + after[i]) * weight;
        }
    }
}
