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
    /// <summary>Σ_d (a−ν)²·p of four points.</summary>
    /// <param name="mean">a.</param>
    /// <param name="precision">p.</param>
    /// <param name="points">The first of the points, which follow each other <paramref name="stride"/> apart.</param>
    /// <param name="stride">From one point to the next.</param>
    /// <param name="width">Dimensions.</param>
    /// <param name="sums">Where each point's sum is added.</param>
    public static void AddDistances(ref readonly float mean, ref readonly float precision, ref readonly float points, int stride, int width, Span<float> sums)
    {
        var step = TLanes.Count;
        TLanes first = TLanes.Of(0), second = first, third = first, fourth = first;
        var d = 0;
        for (; d + step <= width; d += step)
        {
            TLanes centre = TLanes.Load(in At(in mean, d)), scale = TLanes.Load(in At(in precision, d));
            first = AddTerm(first, centre, scale, in At(in points, d));
            second = AddTerm(second, centre, scale, in At(in points, stride + d));
            third = AddTerm(third, centre, scale, in At(in points, 2 * stride + d));
            fourth = AddTerm(fourth, centre, scale, in At(in points, 3 * stride + d));
        }

        sums[0] += first.Sum();
        sums[1] += second.Sum();
        sums[2] += third.Sum();
        sums[3] += fourth.Sum();
        if (d < width)
        {
            PointKernel<Lanes1>.AddDistances(in At(in mean, d), in At(in precision, d), in At(in points, d), stride, width - d, sums);
        }
    }

    /// <summary>
    /// Adds w·(a−ν) and w·(a−ν)² of four points to sums, [D] each. The gradient with respect to the anchor follows from them:
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
        TLanes first = TLanes.Of(weights[0]), second = TLanes.Of(weights[1]), third = TLanes.Of(weights[2]), fourth = TLanes.Of(weights[3]);
        var d = 0;
        for (; d + step <= width; d += step)
        {
            var centre = TLanes.Load(in At(in mean, d));
            TLanes sum = TLanes.Load(in At(in differences, d)), square = TLanes.Load(in At(in squares, d));
            AddWeighted(ref sum, ref square, centre, first, in At(in points, d));
            AddWeighted(ref sum, ref square, centre, second, in At(in points, stride + d));
            AddWeighted(ref sum, ref square, centre, third, in At(in points, 2 * stride + d));
            AddWeighted(ref sum, ref square, centre, fourth, in At(in points, 3 * stride + d));
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
    private static TLanes AddTerm(TLanes sum, TLanes centre, TLanes precision, ref readonly float point)
    {
        var difference = centre - TLanes.Load(in point);
        return TLanes.MultiplyAdd(difference * difference, precision, sum);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddWeighted(ref TLanes sum, ref TLanes square, TLanes centre, TLanes weight, ref readonly float point)
    {
        var difference = centre - TLanes.Load(in point);
        var weighted = weight * difference;
        sum += weighted;
        square = TLanes.MultiplyAdd(weighted, difference, square);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ref readonly float At(ref readonly float start, int offset) => ref Unsafe.Add(ref Unsafe.AsRef(in start), offset);
}
