using Prcl.Learning.Contrast;
using Prcl.Learning.Representations;
using static TorchSharp.torch;

namespace Prcl.Benchmarks;

/// <summary>
/// Scores of virtual negatives by expanding the square (<c>docs/method.md</c>, section 4):
/// Σ_d [(a−ν)²/σ² + log σ²] = (a²/σ²)·1 − 2(a/σ²)·νᵀ + (1/σ²)·(ν²)ᵀ + Σ log σ², the mean of the virtual negatives taken off both first.
/// What the fused kernel's direct form is measured against; without real negatives.
/// </summary>
internal sealed class MatrixProductKernel : IContrastKernel
{
    public Tensor Loss(ContrastQuery query)
    {
        using var scope = NewDisposeScope();
        var centre = query.VirtualMeans.mean([0L], keepdim: true);                                  // [1, D]
        var means = query.AnchorMeans - centre;                                                     // [Q, D]
        var points = query.VirtualMeans - centre;                                                   // [M, D]
        var precision = query.AnchorVariances.reciprocal();                                         // [Q, D]
        var weighted = means * precision;                                                           // [Q, D]
        var own = (means * weighted + query.AnchorVariances.log()).sum([1L], keepdim: true);        // [Q, 1]
        var sums = own - 2 * weighted.mm(points.t()) + precision.mm((points * points).t());         // [Q, M]
        var positive = MutualLikelihood.Score(query.AnchorMeans, query.AnchorVariances, query.PositiveMean, query.PositiveVariance).unsqueeze(1);
        var logits = cat([positive, sums * (-0.5 / points.shape[1])], 1) / query.Temperature;       // [Q, 1 + M]
        return (logits.logsumexp(1) - logits.select(1, 0)).mean().MoveToOuterDisposeScope();
    }
}
