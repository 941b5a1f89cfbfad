using System.Runtime.CompilerServices;

namespace Prcl.Learning.Contrast.Fused;

/// <summary>
/// The arithmetic of one anchor–negative pair: Σ_d (a−b)²/v + log v with v = σ²_a + σ²_b, and its gradient. Nothing of size D
/// is kept between the two; the second recomputes.
/// </summary>
/// <typeparam name="TLanes">How many dimensions at once.</typeparam>
internal static class PairKernel<TLanes>
    where TLanes : struct, ILanes<TLanes>
{
    // One logarithm for a product of four variances: safe in float32 down to 10⁻⁹ each, where eight would underflow.
    private const int Factors = 4;

    /// <summary>Σ_d (a−b)²/v + log v.</summary>
    public static float Sum(ref readonly float meanA, ref readonly float varianceA, ref readonly float meanB, ref readonly float varianceB, int width)
    {
        var step = TLanes.Count;
        TLanes distance = TLanes.Of(0), logarithm = TLanes.Of(0);
        var d = 0;
        for (; d + Factors * step <= width; d += Factors * step)
        {
            var product = TLanes.One;
            for (var f = 0; f < Factors; f++)
            {
                Pair(in meanA, in varianceA, in meanB, in varianceB, d + f * step, out var difference, out var variance);
                distance += difference * difference / variance;
                product *= variance;
            }

            logarithm += product.Log();
        }

        for (; d + step <= width; d += step)
        {
            Pair(in meanA, in varianceA, in meanB, in varianceB, d, out var difference, out var variance);
            distance += difference * difference / variance;
            logarithm += variance.Log();
        }

        var sum = (distance + logarithm).Sum();
        return d == width
            ? sum
            : sum + PairKernel<Lanes1>.Sum(
                in At(in meanA, d), in At(in varianceA, d), in At(in meanB, d), in At(in varianceB, d), width - d);
    }

    /// <summary>Adds <paramref name="weight"/> times the sum's gradient with respect to the anchor.</summary>
    public static void AddGradient(
        ref readonly float meanA, ref readonly float varianceA, ref readonly float meanB, ref readonly float varianceB, int width,
        float weight, ref float meanGradient, ref float varianceGradient)
    {
        var step = TLanes.Count;
        var scale = TLanes.Of(weight);
        var d = 0;
        for (; d + step <= width; d += step)
        {
            Pair(in meanA, in varianceA, in meanB, in varianceB, d, out var difference, out var variance);
            var precision = TLanes.One / variance;
            var ratio = difference * precision;  // (a−b)/v
            (TLanes.Load(in At(in meanGradient, d)) + scale * (ratio + ratio)).Store(ref Unsafe.Add(ref meanGradient, d));
            (TLanes.Load(in At(in varianceGradient, d)) + scale * (precision - ratio * ratio)).Store(ref Unsafe.Add(ref varianceGradient, d));
        }

        if (d < width)
        {
            PairKernel<Lanes1>.AddGradient(
                in At(in meanA, d), in At(in varianceA, d), in At(in meanB, d), in At(in varianceB, d), width - d,
                weight, ref Unsafe.Add(ref meanGradient, d), ref Unsafe.Add(ref varianceGradient, d));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Pair(
        ref readonly float meanA, ref readonly float varianceA, ref readonly float meanB, ref readonly float varianceB, int at,
        out TLanes difference, out TLanes variance)
    {
        difference = TLanes.Load(in At(in meanA, at)) - TLanes.Load(in At(in meanB, at));
        variance = TLanes.Load(in At(in varianceA, at)) + TLanes.Load(in At(in varianceB, at));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ref readonly float At(ref readonly float start, int offset) => ref Unsafe.Add(ref Unsafe.AsRef(in start), offset);
}
