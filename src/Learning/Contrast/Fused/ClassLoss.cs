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
            var logits = new float[rows.Comparisons];
            for (var q = task * perTask; q < Math.Min(rows.Anchors, (task + 1) * perTask); q++)
            {
                losses[q] = Anchor(rows, q, logits, (float*)meanGradient + (long)q * rows.Width, (float*)varianceGradient + (long)q * rows.Width);
            }
        });
        return losses.Average();
    }

    private static unsafe double Anchor(ClassRows rows, int q, float[] logits, float* meanGradient, float* varianceGradient)
    {
        ref var mean = ref Unsafe.AsRef<float>(rows.AnchorMeans + (long)q * rows.Width);
        ref var variance = ref Unsafe.AsRef<float>(rows.AnchorVariances + (long)q * rows.Width);
        var toLogit = -1 / (2 * rows.Width * rows.Temperature);
        var largest = float.NegativeInfinity;
        for (var i = 0; i < logits.Length; i++)
        {
            var (otherMean, otherVariance) = rows.Row(q, i);
            var sum = PairKernel<TLanes>.Sum(
                in mean, in variance, in Unsafe.AsRef<float>((float*)otherMean), in Unsafe.AsRef<float>((float*)otherVariance), rows.Width);
            logits[i] = (float)(sum * toLogit);
            largest = MathF.Max(largest, logits[i]);
        }

        var total = 0.0;
        foreach (var logit in logits)
        {
            total += Math.Exp(logit - largest);
        }

        for (var i = 0; i < logits.Length; i++)
        {
            // dL/dlogit = softmax − [i is the positive], through logit = −sum / 2Dτ, and the mean over Q.
            var softmax = Math.Exp(logits[i] - largest) / total;
            var weight = (float)((softmax - (i == 0 ? 1 : 0)) * toLogit / rows.Anchors);
            var (otherMean, otherVariance) = rows.Row(q, i);
            PairKernel<TLanes>.AddGradient(
                in mean, in variance, in Unsafe.AsRef<float>((float*)otherMean), in Unsafe.AsRef<float>((float*)otherVariance), rows.Width,
                weight, ref Unsafe.AsRef<float>(meanGradient), ref Unsafe.AsRef<float>(varianceGradient));
        }

        return Math.Log(total) + largest - logits[0];
    }
}
