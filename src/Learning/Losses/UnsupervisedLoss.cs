using Prcl.Learning.Scalars;
using static TorchSharp.torch;

namespace Prcl.Learning.Losses;

/// <summary>L_u: cross-entropy with pseudo-labels, weighted by how much of an image is confident (<c>docs/method.md</c>, section 2).</summary>
public static class UnsupervisedLoss
{
    /// <summary>
    /// The mean over pixels with positive cross-entropy of ω_b · CE; an image without a valid pixel weighs 0, and with none
    /// at all the loss is 0.
    /// </summary>
    /// <param name="logits">At the pseudo-label's size, [B, K, H, W].</param>
    /// <param name="pseudoLabel">ŷ, −1 ignored, int64, [B, H, W].</param>
    /// <param name="confidence">c, [B, H, W].</param>
    /// <param name="threshold">δ_u.</param>
    public static Tensor Of(Tensor logits, Tensor pseudoLabel, Tensor confidence, double threshold)
    {
        using var scope = NewDisposeScope();
        var weight = Weights(pseudoLabel, confidence, threshold).to(logits.dtype);                                   // [B]
        var loss = nn.functional.cross_entropy(logits, pseudoLabel, ignore_index: -1, reduction: nn.Reduction.None);  // [B, H, W]
        var counted = loss.detach().gt(Held.Number(0L)).sum().clamp(min: Held.Number(1L));
        return loss.mul(weight.view(-1, 1, 1)).sum().div(counted).MoveToOuterDisposeScope();
    }

    /// <summary>
    /// ω_b = pixels with c ≥ δ_u / pixels with ŷ ≥ 0, [B]; 0 where an image has no pseudo-label. As in the published code, a
    /// confident pixel counts whether or not it still has its label.
    /// </summary>
    public static Tensor Weights(Tensor pseudoLabel, Tensor confidence, double threshold)
    {
        using var scope = NewDisposeScope();
        var valid = pseudoLabel.ge(Held.Number(0L)).flatten(1).sum(1L);                                         // [B]
        var confident = confidence.ge(Held.Number(threshold)).flatten(1).sum(1L).to(ScalarType.Float32);       // [B]
        return confident.div(valid.clamp(min: Held.Number(1L))).mul(valid.gt(Held.Number(0L))).MoveToOuterDisposeScope();
    }
}
