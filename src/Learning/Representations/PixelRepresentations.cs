using Prcl.Learning.Networks;
using Prcl.Learning.Scalars;
using static TorchSharp.torch;

namespace Prcl.Learning.Representations;

/// <summary>
/// The valid pixels of a step on the stride-4 grid (<c>docs/method.md</c>, section 4): P rows from the labelled batch, then
/// the unlabelled one. The tensors live in the caller's dispose scope.
/// </summary>
/// <param name="Means">μ as the mean head gives it, [P, D], with gradient.</param>
/// <param name="Variances">σ², [P, D], with gradient (or ones, without).</param>
/// <param name="Labels">Class of each pixel, int64, [P].</param>
/// <param name="Probabilities">The student's probability of that class, [P], no gradient.</param>
public sealed record PixelRepresentations(Tensor Means, Tensor Variances, Tensor Labels, Tensor Probabilities)
{
    /// <summary>Gathers the valid pixels.</summary>
    /// <param name="outputs">The student's outputs of the batches, labelled first.</param>
    /// <param name="variances">σ² of all batches, concatenated, [B, D, h, w].</param>
    /// <param name="labels">Labels of all batches at full size, −1 where a pixel isn't valid, [B, H, W].</param>
    public static PixelRepresentations Gather(IReadOnlyList<SegmentationOutput> outputs, Tensor variances, Tensor labels)
    {
        using var scope = NewDisposeScope();
        var (height, width) = (variances.shape[2], variances.shape[3]);
        var grid = OnGrid(labels, height, width).reshape(-1);             // [B·h·w]
        var valid = grid.ge(Held.Number(0L)).nonzero().squeeze(1);                      // [P]
        var label = grid.index_select(0, valid);                          // [P]
        var means = Rows(cat([.. outputs.Select(o => o.Means)], 0)).index_select(0, valid);  // [P, D]
        var variance = Rows(variances).index_select(0, valid);            // [P, D]
        Tensor probability;
        using (no_grad())
        {
            var logits = Rows(cat([.. outputs.Select(o => o.Logits)], 0)).index_select(0, valid);  // [P, K]
            probability = logits.softmax(1).gather(1, label.unsqueeze(1)).squeeze(1);              // [P]
        }

        return new PixelRepresentations(
            means.MoveToOuterDisposeScope(),
            variance.MoveToOuterDisposeScope(),
            label.MoveToOuterDisposeScope(),
            probability.MoveToOuterDisposeScope());
    }

    /// <summary>Labels nearest-downsampled to the grid.</summary>
    /// <param name="labels">int64, [B, H, W].</param>
    /// <param name="height">h.</param>
    /// <param name="width">w.</param>
    /// <returns>int64, [B, h, w].</returns>
    public static Tensor OnGrid(Tensor labels, long height, long width)
    {
        using var scope = NewDisposeScope();
        return labels.index_select(1, Nearest(labels.shape[1], height, labels.device))
            .index_select(2, Nearest(labels.shape[2], width, labels.device))
            .MoveToOuterDisposeScope();
    }

    // floor(i · source / target), as nearest interpolation picks.
    private static Tensor Nearest(long source, long target, Device device) =>
        arange(Held.Number(0L), Held.Number(target), Held.Number(1L), ScalarType.Int64, device).mul(Held.Number(source)).div(Held.Number(target), RoundingMode.floor).to(ScalarType.Int64);

    private static Tensor Rows(Tensor map) => map.permute(0, 2, 3, 1).reshape(-1, map.shape[1]);
}
