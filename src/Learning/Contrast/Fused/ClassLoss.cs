using System.Runtime.CompilerServices;

namespace Prcl.Learning.Contrast.Fused;

/// <summary>The loss of a class's anchors and its gradient, anchors spread over threads; per anchor nothing larger than its logits is kept.</summary>
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
            var scratch = new AnchorScratch(rows);
            for (var q = task * perTask; q < Math.Min(rows.Anchors, (task + 1) * perTask); q++)
            {
                losses[q] = Anchor(rows, q, scratch, (float*)meanGradient + (long)q * rows.Width, (float*)varianceGradient + (long)q * rows.Width);
            }
        });
        return losses.Average();
    }

    private static unsafe double Anchor(ClassRows rows, int q, AnchorScratch scratch, float* meanGradient, float* varianceGradient)
    {
        var logits = scratch.Logits;
        var toLogit = -1 / (2 * rows.Width * rows.Temperature);
        Pairs(rows, q, logits.AsSpan(0, rows.Pairs));
        Points(rows, q, scratch);
        var largest = float.NegativeInfinity;
        for (var i = 0; i < logits.Length; i++)
        {
            logits[i] = (float)(logits[i] * toLogit);
            largest = MathF.Max(largest, logits[i]);
        }

        var total = 0.0;
        foreach (var logit in logits)
        {
            total += Math.Exp(logit - largest);
        }

        var loss = Math.Log(total) + largest - logits[0];
        for (var i = 0; i < logits.Length; i++)
        {
            // dL/dlogit = softmax − [i is the positive], through logit = −sum / 2Dτ, and the mean over Q; from here on the logits are these.
            var softmax = Math.Exp(logits[i] - largest) / total;
            logits[i] = (float)((softmax - (i == 0 ? 1 : 0)) * toLogit / rows.Anchors);
        }

        AddPairGradients(rows, q, logits.AsSpan(0, rows.Pairs), ref Unsafe.AsRef<float>(meanGradient), ref Unsafe.AsRef<float>(varianceGradient));
        AddPointGradients(rows, q, scratch, new Span<float>(meanGradient, rows.Width), new Span<float>(varianceGradient, rows.Width));
        return loss;
    }

    private static unsafe void Pairs(ClassRows rows, int q, Span<float> sums)
    {
        ref var mean = ref Unsafe.AsRef<float>(rows.MeanOf(q));
        ref var variance = ref Unsafe.AsRef<float>(rows.VarianceOf(q));
        for (var i = 0; i < sums.Length; i++)
        {
            var (otherMean, otherVariance) = rows.Pair(q, i);
            sums[i] = PairKernel<TLanes>.Sum(
                in mean, in variance, in Unsafe.AsRef<float>((float*)otherMean), in Unsafe.AsRef<float>((float*)otherVariance), rows.Width);
        }
    }

    private static unsafe void AddPairGradients(ClassRows rows, int q, ReadOnlySpan<float> weights, ref float meanGradient, ref float varianceGradient)
    {
        ref var mean = ref Unsafe.AsRef<float>(rows.MeanOf(q));
        ref var variance = ref Unsafe.AsRef<float>(rows.VarianceOf(q));
        for (var i = 0; i < weights.Length; i++)
        {
            var (otherMean, otherVariance) = rows.Pair(q, i);
            PairKernel<TLanes>.AddGradient(
                in mean, in variance, in Unsafe.AsRef<float>((float*)otherMean), in Unsafe.AsRef<float>((float*)otherVariance), rows.Width,
                weights[i], ref meanGradient, ref varianceGradient);
        }
    }

    private static unsafe void Points(ClassRows rows, int q, AnchorScratch scratch)
    {
        var logarithm = scratch.SetPrecision(new ReadOnlySpan<float>(rows.VarianceOf(q), rows.Width));
        var sums = scratch.Logits.AsSpan(rows.Pairs);
        for (var i = 0; i < sums.Length; i++)
        {
            sums[i] = logarithm + PointKernel<TLanes>.Distance(
                in Unsafe.AsRef<float>(rows.MeanOf(q)), in scratch.Precision[0], in Unsafe.AsRef<float>(rows.Point(i)), rows.Width);
        }
    }

    private static unsafe void AddPointGradients(ClassRows rows, int q, AnchorScratch scratch, Span<float> meanGradient, Span<float> varianceGradient)
    {
        var weights = scratch.Logits.AsSpan(rows.Pairs);
        var sum = 0.0f;
        scratch.ClearSums();
        for (var i = 0; i < weights.Length; i++)
        {
            sum += weights[i];
            PointKernel<TLanes>.Gather(
                in Unsafe.AsRef<float>(rows.MeanOf(q)), in Unsafe.AsRef<float>(rows.Point(i)), rows.Width,
                weights[i], ref scratch.Differences[0], ref scratch.Squares[0]);
        }

        PointKernel<TLanes>.AddGradient(scratch.Precision, scratch.Differences, scratch.Squares, sum, meanGradient, varianceGradient);
    }
}
