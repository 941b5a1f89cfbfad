using System.Runtime.CompilerServices;

namespace Prcl.Learning.Contrast.Fused;

/// <summary>
/// The arithmetic of an anchor against points of variance 0, the virtual negatives: Σ_d (a−ν)²·p with p = 1/σ²_a, to which the anchor's
/// Σ_d log σ²_a is added once for all of them. No division and no logarithm a pair, and no digits lost at tiny variances, where the
/// expanded square of a matrix product loses them.
/// </summary>
/// <typeparam name="TLanes">How many dimensions at once.</typeparam>
internal static class PointKernel<TLanes>
    where TLanes : struct, ILanes<TLanes>
{
    /// <summary>Σ_d (a−ν)²·p.</summary>
    public static float Distance(ref readonly float mean, ref readonly float precision, ref readonly float point, int width)
    {
        var step = TLanes.Count;
        TLanes even = TLanes.Of(0), odd = TLanes.Of(0);
        var d = 0;
        for (; d + 2 * step <= width; d += 2 * step)
        {
            even += Term(in mean, in precision, in point, d);
            odd += Term(in mean, in precision, in point, d + step);
        }

        for (; d + step <= width; d += step)
        {
            even += Term(in mean, in precision, in point, d);
        }

        var sum = (even + odd).Sum();
        return d == width ? sum : sum + PointKernel<Lanes1>.Distance(in At(in mean, d), in At(in precision, d), in At(in point, d), width - d);
    }

    /// <summary>Adds w·(a−ν) and w·(a−ν)² to the sums over points, [D] each, from which <see cref="AddGradient"/> takes the gradient.</summary>
    public static void Gather(ref readonly float mean, ref readonly float point, int width, float weight, ref float differences, ref float squares)
    {
        var step = TLanes.Count;
        var scale = TLanes.Of(weight);
        var d = 0;
        for (; d + step <= width; d += step)
        {
            var difference = TLanes.Load(in At(in mean, d)) - TLanes.Load(in At(in point, d));
            var weighted = scale * difference;
            (TLanes.Load(in At(in differences, d)) + weighted).Store(ref Unsafe.Add(ref differences, d));
            (TLanes.Load(in At(in squares, d)) + weighted * difference).Store(ref Unsafe.Add(ref squares, d));
        }

        if (d < width)
        {
            PointKernel<Lanes1>.Gather(
                in At(in mean, d), in At(in point, d), width - d, weight, ref Unsafe.Add(ref differences, d), ref Unsafe.Add(ref squares, d));
        }
    }

    /// <summary>Adds the gradient of Σ_points w·Σ_d [(a−ν)²/σ² + log σ²] with respect to the anchor: 2p·Σw(a−ν) and p·Σw − p²·Σw(a−ν)².</summary>
    public static void AddGradient(
        ReadOnlySpan<float> precision, ReadOnlySpan<float> differences, ReadOnlySpan<float> squares, float weights,
        Span<float> meanGradient, Span<float> varianceGradient)
    {
        for (var d = 0; d < precision.Length; d++)
        {
            meanGradient[d] += 2 * precision[d] * differences[d];
            varianceGradient[d] += precision[d] * (weights - precision[d] * squares[d]);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes Term(ref readonly float mean, ref readonly float precision, ref readonly float point, int at)
    {
        var difference = TLanes.Load(in At(in mean, at)) - TLanes.Load(in At(in point, at));
        return difference * difference * TLanes.Load(in At(in precision, at));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ref readonly float At(ref readonly float start, int offset) => ref Unsafe.Add(ref Unsafe.AsRef(in start), offset);
}
