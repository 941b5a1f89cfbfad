using System.Runtime.CompilerServices;

namespace Prcl.Learning.Contrast.Fused;

/// <summary>
/// The arithmetic of one anchor–negative pair: Σ_d (a−b)²/v + log v with v = σ²_a + σ²_b, and its gradient. Between the two only (a−b)/v
/// and 1/v of this one pair are kept.
/// </summary>
/// <typeparam name="TLanes">How many dimensions at once.</typeparam>
internal static class PairKernel<TLanes>
    where TLanes : struct, ILanes<TLanes>
{
    // One logarithm for a product of four variances: safe in float32 down to 10⁻⁹ each, where eight would underflow.
    private const int Factors = 4;

    /// <summary>Σ_d (a−b)²/v + log v; sets (a−b)/v and 1/v.</summary>
    public static float Sum(
        ref readonly float meanA, ref readonly float varianceA, ref readonly float meanB, ref readonly float varianceB, int width,
        ref float ratios, ref float precisions)
    {
        var step = TLanes.Count;
        TLanes distance = TLanes.Of(0), logarithm = TLanes.Of(0);
        var d = 0;
        for (; d + Factors * step <= width; d += Factors * step)
        {
            var product = TLanes.One;
            for (var f = 0; f < Factors; f++)
            {
                distance = AddDistance(distance, in meanA, in varianceA, in meanB, in varianceB, d + f * step, ref ratios, ref precisions, out var variance);
                product *= variance;
            }

            logarithm += product.Log();
        }

        for (; d + step <= width; d += step)
        {
            distance = AddDistance(distance, in meanA, in varianceA, in meanB, in varianceB, d, ref ratios, ref precisions, out var variance);
            logarithm += variance.Log();
        }

        var sum = (distance + logarithm).Sum();
        return d == width
            ? sum
            : sum + PairKernel<Lanes1>.Sum(
                in At(in meanA, d), in At(in varianceA, d), in At(in meanB, d), in At(in varianceB, d), width - d,
                ref Unsafe.Add(ref ratios, d), ref Unsafe.Add(ref precisions, d));
    }

    /// <summary>Adds the weighted gradients of a few sums with respect to the anchor: 2(a−b)/v, and 1/v − ((a−b)/v)².</summary>
    /// <param name="ratios">(a−b)/v of the pairs, <paramref name="stride"/> apart.</param>
    /// <param name="precisions">1/v of the pairs, <paramref name="stride"/> apart.</param>
    /// <param name="stride">From one pair to the next.</param>
    /// <param name="width">Dimensions.</param>
    /// <param name="weights">One a pair.</param>
    /// <param name="meanGradient">Where the gradient with respect to μ is added.</param>
    /// <param name="varianceGradient">Where the gradient with respect to σ² is added.</param>
    public static void AddGradient(
        ref readonly float ratios, ref readonly float precisions, int stride, int width, ReadOnlySpan<float> weights, ref float meanGradient, ref float varianceGradient)
    {
        var step = TLanes.Count;
        var d = 0;
        for (; d + step <= width; d += step)
        {
            TLanes mean = TLanes.Load(in At(in meanGradient, d)), variance = TLanes.Load(in At(in varianceGradient, d));
            for (var pair = 0; pair < weights.Length; pair++)
            {
                var weight = TLanes.Of(weights[pair]);
                var ratio = TLanes.Load(in At(in ratios, pair * stride + d));
                var weighted = weight * ratio;
                mean += weighted + weighted;
                variance = TLanes.MultiplyAdd(weight, TLanes.Load(in At(in precisions, pair * stride + d)), variance) - weighted * ratio;
            }

            mean.Store(ref Unsafe.Add(ref meanGradient, d));
            variance.Store(ref Unsafe.Add(ref varianceGradient, d));
        }

        if (d < width)
        {
            PairKernel<Lanes1>.AddGradient(
                in At(in ratios, d), in At(in precisions, d), stride, width - d, weights, ref Unsafe.Add(ref meanGradient, d), ref Unsafe.Add(ref varianceGradient, d));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes AddDistance(
        TLanes sum, ref readonly float meanA, ref readonly float varianceA, ref readonly float meanB, ref readonly float varianceB, int at,
        ref float ratios, ref float precisions, out TLanes variance)
    {
        var difference = TLanes.Load(in At(in meanA, at)) - TLanes.Load(in At(in meanB, at));
        variance = TLanes.Load(in At(in varianceA, at)) + TLanes.Load(in At(in varianceB, at));
        var precision = TLanes.One / variance;
        var ratio = difference * precision;
        ratio.Store(ref Unsafe.Add(ref ratios, at));
        precision.Store(ref Unsafe.Add(ref precisions, at));
        return TLanes.MultiplyAdd(difference, ratio, sum);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ref readonly float At(ref readonly float start, int offset) => ref Unsafe.Add(ref Unsafe.AsRef(in start), offset);
}
