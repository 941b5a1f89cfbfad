using Prcl.Learning.Prototypes;
using Prcl.Learning.Representations;
using Prcl.Learning.Scalars;
using Prcl.Learning.Variances;
using static TorchSharp.torch;

namespace Prcl.Learning.Losses;

/// <summary>
/// L_σ, from which the variance learns on pixels of known class; its gradient reaches their variance only (<c>docs/method.md</c>, section 6).
/// </summary>
public static class VarianceLoss
{
    /// <summary>
    /// The positive-pair term of Probabilistic Face Embeddings (Shi and Jain 2019), −S(pixel, prototype of its class), mean over pixels: the best
    /// σ² of a pixel is its squared distance to the prototype less the prototype's variance.
    /// </summary>
    /// <param name="means">Of norm √D, [P, D].</param>
    /// <param name="variances">σ², [P, D], with gradient.</param>
    /// <param name="prototypeMeans">Of norm √D, [P, D] or [D].</param>
    /// <param name="prototypeVariances">[P, D] or [D].</param>
    public static Tensor OfDistance(Tensor means, Tensor variances, Tensor prototypeMeans, Tensor prototypeVariances)
    {
        using var scope = NewDisposeScope();
        return MutualLikelihood.Score(means.detach(), variances, prototypeMeans.detach(), prototypeVariances.detach()).mean().neg().MoveToOuterDisposeScope();
    }

    /// <summary>
    /// Cross-entropy of a pixel's class among the prototypes, with logits S/τ and one variance for all prototypes, mean over pixels. Then σ² is the
    /// pixel's own temperature: it grows where another prototype is nearer than that of its class, and shrinks where none is.
    /// </summary>
    /// <param name="means">Of norm √D, [P, D].</param>
    /// <param name="variances">σ², [P, D], with gradient.</param>
    /// <param name="labels">Row of the pixel's class among the prototypes, int64, [P].</param>
    /// <param name="prototypeMeans">Of norm √D, [S, D].</param>
    /// <param name="prototypeVariance">Of all prototypes, a scalar.</param>
    /// <param name="temperature">τ.</param>
    public static Tensor OfClass(Tensor means, Tensor variances, Tensor labels, Tensor prototypeMeans, Tensor prototypeVariance, double temperature)
    {
        using var scope = NewDisposeScope();
        var precision = variances.Plus(prototypeVariance.detach()).reciprocal();                            // 1/T², [P, D]
        var (pixel, prototype) = (means.detach(), prototypeMeans.detach());

        // Σ_d (x − m)²/T² in products; x² and log T² are the same for every prototype and leave the softmax.
        var products = matmul(precision.mul(pixel), prototype.t()).mul(Held.Number(-2L));                   // [P, S]
        var distances = products.Plus(matmul(precision, prototype.mul(prototype).t()));                     // [P, S]
        var logits = distances.mul(Held.Number(-0.5 / (temperature * means.shape[1])));
        return nn.functional.cross_entropy(logits, labels).MoveToOuterDisposeScope();
    }

    /// <summary>
    /// The mean over the pixels whose class has evidence; null when there is none. Prototypes have one variance, the mean σ² of these
    /// pixels: then σ² stands in the middle of its range and not at its end.
    /// </summary>
    /// <param name="pixels">Pixels of known class.</param>
    /// <param name="prototypes">Of each class; null for one without (enough) evidence.</param>
    /// <param name="target">What is taught.</param>
    /// <param name="temperature">τ.</param>
    public static Tensor? Of(PixelRepresentations pixels, IReadOnlyList<PrototypeSums?> prototypes, VarianceTarget target, double temperature)
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

        var labels = rows.index_select(0, known);                                                          // [p]
        var means = MutualLikelihood.Scale(pixels.Means.detach().index_select(0, known));                  // [p, D]
        var variances = pixels.Variances.index_select(0, known);                                           // [p, D]
        var centres = MutualLikelihood.Scale(PrototypeMatrix.Unit(prototypes, sources, pixels.Means.device));  // [S, D]
        var common = pixels.Variances.detach().mean();
        var loss = target == VarianceTarget.Class
            ? OfClass(means, variances, labels, centres, common, temperature)
            : OfDistance(means, variances, centres.index_select(0, labels), common.expand_as(variances));
        return loss.MoveToOuterDisposeScope();
    }
}
