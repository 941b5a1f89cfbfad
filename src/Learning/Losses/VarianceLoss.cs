using Prcl.Learning.Prototypes;
using Prcl.Learning.Representations;
using Prcl.Learning.Scalars;
using static TorchSharp.torch;

namespace Prcl.Learning.Losses;

/// <summary>
/// L_σ: the positive-pair term of Probabilistic Face Embeddings (Shi and Jain 2019), −S(pixel, prototype of its class), whose gradient
/// reaches the pixel's variance only (<c>docs/method.md</c>, section 6): σ² learns how far from its class a pixel lies.
/// </summary>
public static class VarianceLoss
{
    /// <summary>The mean over pixels.</summary>
    /// <param name="means">Of norm √D, [P, D].</param>
    /// <param name="variances">σ², [P, D], with gradient.</param>
    /// <param name="prototypeMeans">Of norm √D, [P, D] or [D].</param>
    /// <param name="prototypeVariances">[P, D] or [D].</param>
    public static Tensor Of(Tensor means, Tensor variances, Tensor prototypeMeans, Tensor prototypeVariances)
    {
        using var scope = NewDisposeScope();
        return MutualLikelihood.Score(means.detach(), variances, prototypeMeans.detach(), prototypeVariances.detach()).mean().neg().MoveToOuterDisposeScope();
    }

    /// <summary>
    /// The mean over the pixels whose class has evidence; null when there is none. The prototypes have the variance that all candidates have in
    /// the contrast, the mean σ² of the pixels: then σ² stands in the middle of its range and not at its end.
    /// </summary>
    /// <param name="pixels">Pixels of known class.</param>
    /// <param name="prototypes">Of each class; null for one without (enough) evidence.</param>
    public static Tensor? Of(PixelRepresentations pixels, IReadOnlyList<PrototypeSums?> prototypes)
    {
        var sources = Enumerable.Range(0, prototypes.Count).Where(k => prototypes[k] is not null).ToArray();
        if (sources.Length == 0)
        {
            return null;
        }

        using var scope = NewDisposeScope();
        var row = Array.ConvertAll(prototypes.ToArray(), _ => -1L);
        for (var i = 0; i < sources.Length; i++)
        {
            row[sources[i]] = i;
        }

        var rows = tensor(row, device: pixels.Labels.device).index_select(0, pixels.Labels);               // [P]
        var known = rows.ge(Held.Number(0L)).nonzero().squeeze(1);                                         // [p]
        if (known.numel() == 0)
        {
            return null;
        }

        var centres = MutualLikelihood.Scale(PrototypeMatrix.Unit(prototypes, sources, pixels.Means.device)).index_select(0, rows.index_select(0, known));          // [p, D]
        return Of(
            MutualLikelihood.Scale(pixels.Means.detach().index_select(0, known)),
            pixels.Variances.index_select(0, known),
            centres,
            pixels.Variances.detach().mean().expand_as(centres)).MoveToOuterDisposeScope();
    }
}
