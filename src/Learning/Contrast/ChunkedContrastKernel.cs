using Prcl.Learning.Representations;
using Prcl.Learning.Scalars;
using static TorchSharp.torch;

namespace Prcl.Learning.Contrast;

/// <summary>
/// The exact textbook form in chunks of anchors, so that temporaries stay within [chunk, N, D]. It is the reference that
/// faster kernels are tested against, and the CUDA path.
/// </summary>
/// <param name="chunk">Anchors at a time.</param>
public sealed class ChunkedContrastKernel(int chunk = 32) : IContrastKernel
{
    /// <inheritdoc/>
    public Tensor Loss(ContrastQuery query)
    {
        using var scope = NewDisposeScope();
        var anchors = query.AnchorMeans.shape[0];
        var losses = new List<Tensor>();
        for (long begin = 0; begin < anchors; begin += chunk)
        {
            var logits = Logits(query, begin, Math.Min(chunk, anchors - begin));  // [chunk, 1 + N + M]
            losses.Add(logits.logsumexp(1) - logits.select(1, 0));
        }

        return cat(losses, 0).mean().MoveToOuterDisposeScope();
    }

    /// <summary>Logits of every anchor, ordered positive, negatives, virtual negatives; [Q, 1 + N + M].</summary>
    public static Tensor Logits(ContrastQuery query) => Logits(query, 0, query.AnchorMeans.shape[0]);

    private static Tensor Logits(ContrastQuery query, long begin, long count)
    {
        using var scope = NewDisposeScope();
        var means = query.AnchorMeans.narrow(0, begin, count);          // [q, D]
        var variances = query.AnchorVariances.narrow(0, begin, count);  // [q, D]
        var indices = query.NegativeIndices.shape[0] == 1
            ? query.NegativeIndices
            : query.NegativeIndices.narrow(0, begin, count);            // [q or 1, N]
        var width = means.shape[1];
        var negatives = new long[] { indices.shape[0], indices.shape[1], width };
        var rows = indices.reshape(-1);

        var positive = MutualLikelihood.Score(means, variances, query.PositiveMean, query.PositiveVariance).unsqueeze(1);  // [q, 1]
        var real = MutualLikelihood.Score(
            means.unsqueeze(1),
            variances.unsqueeze(1),
            query.PixelMeans.index_select(0, rows).view(negatives),
            query.PixelVariances.index_select(0, rows).view(negatives));                                                   // [q, N]
        var imagined = MutualLikelihood.Score(
            means.unsqueeze(1),
            variances.unsqueeze(1),
            query.VirtualMeans,
            zeros_like(query.VirtualMeans));                                                                               // [q, M]
        return cat([positive, real, imagined], 1).div(Held.Number(query.Temperature)).MoveToOuterDisposeScope();
    }
}
