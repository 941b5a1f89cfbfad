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
            even = AddTerm(even, in mean, in precision, in point, d);
            odd = AddTerm(odd, in mean, in precision, in point, d + step);
        }

        for (; d + step <= width; d += step)
        {
            even = AddTerm(even, in mean, in precision, in point, d);
        }

        var sum = (even + odd).Sum();
        return d == width ? sum : sum + PointKernel<Lanes1>.Distance(in At(in mean, d), in At(in precision, d), in At(in point, d), width - d);
    }

    /// <summary>
    /// Adds w·(a−ν) and w·(a−ν)² of a few points to sums, [D] each. The gradient with respect to the anchor follows from them:
    /// 2p·Σw(a−ν), and p·Σw − p²·Σw(a−ν)².
    /// </summary>
    /// <param name="mean">a.</param>
    /// <param name="points">The first of the points, which follow each other <paramref name="stride"/> apart.</param>
    /// <param name="stride">From one point to the next.</param>
    /// <param name="width">Dimensions.</param>
    /// <param name="weights">w, one a point.</param>
    /// <param name="differences">Where w·(a−ν) is added.</param>
    /// <param name="squares">Where w·(a−ν)² is added.</param>
    public static void Gather(
        ref readonly float mean, ref readonly float points, int stride, int width, ReadOnlySpan<float> weights, ref float differences, ref float squares)
    {
        var step = TLanes.Count;
        var d = 0;
        for (; d + step <= width; d += step)
        {
            var centre = TLanes.Load(in At(in mean, d));
            TLanes sum = TLanes.Load(in At(in differences, d)), square = TLanes.Load(in At(in squares, d));
            for (var point = 0; point < weights.Length; point++)
            {
                var difference = centre - TLanes.Load(in At(in points, point * stride + d));
                var weighted = TLanes.Of(weights[point]) * difference;
                sum += weighted;
                square = TLanes.MultiplyAdd(weighted, difference, square);
            }

            sum.Store(ref Unsafe.Add(ref differences, d));
            square.Store(ref Unsafe.Add(ref squares, d));
        }

        if (d < width)
        {
            PointKernel<Lanes1>.Gather(
                in At(in mean, d), in At(in points, d), stride, width - d, weights, ref Unsafe.Add(ref differences, d), ref Unsafe.Add(ref squares, d));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes AddTerm(TLanes sum, ref readonly float mean, ref readonly float precision, ref readonly float point, int at)
    {
        var difference = TLanes.Load(in At(in mean, at)) - TLanes.Load(in At(in point, at));
        return TLanes.MultiplyAdd(difference * difference, TLanes.Load(in At(in precision, at)), sum);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ref readonly float At(ref readonly float start, int offset) => ref Unsafe.Add(ref Unsafe.AsRef(in start), offset);
}
