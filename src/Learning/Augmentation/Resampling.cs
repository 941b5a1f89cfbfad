using System.Numerics;
using System.Runtime.InteropServices;

namespace Prcl.Learning.Augmentation;

/// <summary>Reads planes at the positions of two axes: scale, crop and padding in one pass, without the scaled image in between.</summary>
internal static class Resampling
{
    /// <summary>Bilinear, without a low-pass filter when shrinking.</summary>
    /// <param name="source">[C, h, <paramref name="sourceWidth"/>].</param>
    /// <param name="sourceHeight">h.</param>
    /// <param name="sourceWidth">Columns of the source.</param>
    /// <param name="rows">Taps of the H output rows.</param>
    /// <param name="columns">Taps of the W output columns.</param>
    /// <param name="target">[C, H, W].</param>
    public static void Bilinear(
        ReadOnlySpan<float> source, int sourceHeight, int sourceWidth, AxisTaps rows, AxisTaps columns, Span<float> target)
    {
        // Only the source columns under the crop are blended vertically.
        var first = columns.Lower.Min();
        var read = columns.Upper.Max() + 1 - first;
        Span<float> blended = new float[read];
        var lower = Array.ConvertAll(columns.Lower, index => index - first);
        var upper = Array.ConvertAll(columns.Upper, index => index - first);
        var weight = columns.Weight;
        for (var start = 0; start < source.Length; start += sourceHeight * sourceWidth)
        {
            for (var y = 0; y < rows.Count; y++)
            {
                Blend(
                    source.Slice(start + rows.Lower[y] * sourceWidth + first, read),
                    source.Slice(start + rows.Upper[y] * sourceWidth + first, read),
                    rows.Weight[y],
                    blended);
                for (var x = 0; x < weight.Length; x++)
                {
                    var left = blended[lower[x]];
                    target[x] = left + (blended[upper[x]] - left) * weight[x];
                }

                target = target[columns.Count..];
            }
        }
    }

    /// <summary>The nearest value, or <paramref name="padding"/> outside the source.</summary>
    /// <param name="source">[h, <paramref name="sourceWidth"/>].</param>
    /// <param name="sourceWidth">Columns of the source.</param>
    /// <param name="rows">Taps of the H output rows.</param>
    /// <param name="columns">Taps of the W output columns.</param>
    /// <param name="padding">What stands outside the source.</param>
    /// <param name="target">[H, W].</param>
    public static void Nearest<T>(
        ReadOnlySpan<T> source, int sourceWidth, AxisTaps rows, AxisTaps columns, T padding, Span<T> target)
    {
        for (var y = 0; y < rows.Count; y++)
        {
            var to = target.Slice(y * columns.Count, columns.Count);
            if (rows.Nearest[y] < 0)
            {
                to.Fill(padding);
                continue;
            }

            var from = source.Slice(rows.Nearest[y] * sourceWidth, sourceWidth);
            for (var x = 0; x < to.Length; x++)
            {
                var index = columns.Nearest[x];
                to[x] = index < 0 ? padding : from[index];
            }
        }
    }

    private static void Blend(ReadOnlySpan<float> lower, ReadOnlySpan<float> upper, float weight, Span<float> result)
    {
        var lowers = MemoryMarshal.Cast<float, Vector<float>>(lower);
        var uppers = MemoryMarshal.Cast<float, Vector<float>>(upper);
        var results = MemoryMarshal.Cast<float, Vector<float>>(result);
        for (var i = 0; i < results.Length; i++)
        {
            results[i] = lowers[i] + (uppers[i] - lowers[i]) * weight;
        }

        for (var i = results.Length * Vector<float>.Count; i < result.Length; i++)
        {
            result[i] = lower[i] + (upper[i] - lower[i]) * weight;
        }
    }
}
