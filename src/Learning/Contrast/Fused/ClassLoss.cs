using System.Runtime.CompilerServices;

namespace Prcl.Learning.Contrast.Fused;

/// <summary>
/// The loss of a class's anchors and its gradient, anchors spread over threads. Each comparison is visited once: its logit weighs its
/// gradient at once (<see cref="RunningSoftmax"/>), so nothing is kept of it.
/// </summary>
/// <typeparam name="TLanes">How many dimensions at once.</typeparam>
internal static class ClassLoss<TLanes>
    where TLanes : struct, ILanes<TLanes>
{
    /// <summary>Computes the mean loss, and its gradient with respect to anchor means and variances, [Q, D] each, zeroed before.</summary>
    public static unsafe double Compute(ClassRows rows, nint meanGradient, nint varianceGradient, int threads)
    {
        var losses = new double[rows.Anchors];
        var perTask = (rows.Anchors + threads - 1) / threads;
        Parallel.For(0, (rows.Anchors + perTask - 1) / perTask, new ParallelOptions { MaxDegreeOfParallelism = threads }, task =>
        {
            var scratch = new AnchorScratch(rows.Width);
            for (var q = task * perTask; q < Math.Min(rows.Anchors, (task + 1) * perTask); q++)
            {
                losses[q] = Anchor(
                    rows, q, scratch,
                    new Span<float>((float*)meanGradient + (long)q * rows.Width, rows.Width),
                    new Span<float>((float*)varianceGradient + (long)q * rows.Width, rows.Width));
            }
        });
        return losses.Average();
    }

    private static unsafe double Anchor(ClassRows rows, int q, AnchorScratch scratch, Span<float> meanGradient, Span<float> varianceGradient)
    {
        var toLogit = -1 / (2 * rows.Width * rows.Temperature);
        var logarithm = scratch.Begin(new ReadOnlySpan<float>(rows.VarianceOf(q), rows.Width));
        var softmax = scratch.Softmax;
        Span<float> block = stackalloc float[AnchorScratch.Block];

        // The positive comes first and alone: its gradient is needed once more at the end.
        var positive = Sum(rows, q, 0, 0, scratch, toLogit);
        block[0] = positive;
        softmax.Weigh(block[..1], arePoints: false);
        AddPairs(scratch, block[..1], softmax.MeanSum, softmax.VarianceSum);
        block[0] = -1;
        AddPairs(scratch, block[..1], meanGradient, varianceGradient);
        for (var i = 1; i < rows.Pairs; i += block.Length)
        {
            var pairs = block[..Math.Min(block.Length, rows.Pairs - i)];
            for (var slot = 0; slot < pairs.Length; slot++)
            {
                pairs[slot] = Sum(rows, q, i + slot, slot, scratch, toLogit);
            }

            softmax.Weigh(pairs, arePoints: false);
            AddPairs(scratch, pairs, softmax.MeanSum, softmax.VarianceSum);
        }

        for (var i = 0; i < rows.Virtual;)
        {
            i += Points(rows, q, i, scratch, logarithm, toLogit, block);
        }

        // dL/dlogit = softmax − [it is the positive], through logit = −sum / 2Dτ, and the mean over Q.
        var scale = toLogit / rows.Anchors;
        for (var d = 0; d < rows.Width; d++)
        {
            var precision = (double)scratch.AnchorPrecision[d];
            var mean = softmax.MeanSum[d] + 2 * precision * softmax.Differences[d];
            var variance = softmax.VarianceSum[d] + precision * (softmax.PointWeight - precision * softmax.Squares[d]);
            meanGradient[d] = (float)(scale * (meanGradient[d] + mean / softmax.Total));
            varianceGradient[d] = (float)(scale * (varianceGradient[d] + variance / softmax.Total));
        }

        return softmax.LogSumExp - positive;
    }

    // A block of points, or near the end one of them as four times the same, with one weight. Says how many it were.
    private static unsafe int Points(ClassRows rows, int q, int begin, AnchorScratch scratch, float logarithm, double toLogit, Span<float> block)
    {
        var (count, stride) = rows.Virtual - begin >= block.Length ? (block.Length, rows.Width) : (1, 0);
        ref var mean = ref Unsafe.AsRef<float>(rows.MeanOf(q));
        ref var first = ref Unsafe.AsRef<float>(rows.Point(begin));
        block.Fill(logarithm);
        PointKernel<TLanes>.AddDistances(in mean, in scratch.AnchorPrecision[0], in first, stride, rows.Width, block);
        foreach (ref var logit in block)
        {
            logit = (float)(logit * toLogit);
        }

        scratch.Softmax.Weigh(block[..count], arePoints: true);
        block[count..].Clear();
        PointKernel<TLanes>.Gather(in mean, in first, stride, rows.Width, block, ref scratch.Softmax.Differences[0], ref scratch.Softmax.Squares[0]);
        return count;
    }

    // The logit of a pair, whose ratios and precisions go into a slot.
    private static unsafe float Sum(ClassRows rows, int q, int pair, int slot, AnchorScratch scratch, double toLogit)
    {
        rows.Prefetch(q, pair + AnchorScratch.Block);
        var (otherMean, otherVariance) = rows.Pair(q, pair);
        var sum = PairKernel<TLanes>.Sum(
            in Unsafe.AsRef<float>(rows.MeanOf(q)), in Unsafe.AsRef<float>(rows.VarianceOf(q)),
            in Unsafe.AsRef<float>((float*)otherMean), in Unsafe.AsRef<float>((float*)otherVariance), rows.Width,
            ref scratch.Ratios[slot * rows.Width], ref scratch.Precisions[slot * rows.Width]);
        return (float)(sum * toLogit);
    }

    private static void AddPairs(AnchorScratch scratch, ReadOnlySpan<float> weights, Span<float> meanGradient, Span<float> varianceGradient) =>
        PairKernel<TLanes>.AddGradient(
            in scratch.Ratios[0], in scratch.Precisions[0], meanGradient.Length, meanGradient.Length, weights, ref meanGradient[0], ref varianceGradient[0]);
}
