using Prcl.Learning.Scalars;
using Prcl.Learning.SelfTraining;
using static TorchSharp.torch;

namespace Prcl.Learning.Losses;

/// <summary>L_u: cross-entropy with pseudo-labels, weighted by confidence (<c>docs/method.md</c>, sections 2 and 6).</summary>
public static class UnsupervisedLoss
{
    /// <summary>The mean over pixels with positive cross-entropy of weight · CE; 0 without a valid pixel.</summary>
    /// <param name="logits">At the pseudo-label's size, [B, K, H, W].</param>
    /// <param name="pseudoLabel">ŷ, −1 ignored, int64, [B, H, W].</param>
    /// <param name="weights">Of <see cref="Weights"/>, [B, 1, 1] or [B, H, W].</param>
    public static Tensor Of(Tensor logits, Tensor pseudoLabel, Tensor weights)
    {
        using var scope = NewDisposeScope();
        var loss = nn.functional.cross_entropy(logits, pseudoLabel, ignore_index: -1, reduction: nn.Reduction.None);  // [B, H, W]
        var counted = loss.detach().gt(Held.Number(0L)).sum().clamp(min: Held.Number(1L));
        return loss.mul(weights.to(logits.dtype)).sum().div(counted).MoveToOuterDisposeScope();
    }

    /// <summary>What each pixel counts.</summary>
    /// <param name="pseudoLabel">ŷ, −1 ignored, int64, [B, H, W].</param>
    /// <param name="confidence">c, [B, H, W].</param>
    /// <param name="threshold">δ_u.</param>
    /// <param name="weighting">By pixel or by image.</param>
    /// <returns>
    /// By pixel: 1 where c ≥ δ_u, c > 0 and ŷ ≥ 0, [B, H, W]. By image: ω_b = pixels with c ≥ δ_u / pixels with ŷ ≥ 0, [B, 1, 1], 0 where an image
    /// has no pseudo-label; as in the published code, a confident pixel counts whether or not it still has its label.
    /// </returns>
    public static Tensor Weights(Tensor pseudoLabel, Tensor confidence, double threshold, PseudoLabelWeighting weighting)
    {
        using var scope = NewDisposeScope();
        var confident = confidence.ge(Held.Number(threshold));                                                  // [B, H, W]
        var labelled = pseudoLabel.ge(Held.Number(0L));                                                         // [B, H, W]
        if (weighting == PseudoLabelWeighting.Pixel)
        {
            // A confidence of 0 is a check's refusal, whatever the threshold.
            return confident.logical_and(confidence.gt(Held.Number(0L))).logical_and(labelled).to(ScalarType.Float32).MoveToOuterDisposeScope();
        }

        var valid = labelled.flatten(1).sum(1L);                                                                // [B]
        var share = confident.flatten(1).sum(1L).to(ScalarType.Float32).div(valid.clamp(min: Held.Number(1L)));  // [B]
        return share.mul(valid.gt(Held.Number(0L))).view(-1, 1, 1).MoveToOuterDisposeScope();
    }
}
