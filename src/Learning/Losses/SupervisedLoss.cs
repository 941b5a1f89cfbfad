using Prcl.Learning.Scalars;
using static TorchSharp.torch;

namespace Prcl.Learning.Losses;

/// <summary>L_s: cross-entropy that ignores −1 (<c>docs/method.md</c>, section 2, losses).</summary>
public static class SupervisedLoss
{
    /// <summary>The mean over labelled pixels; 0 with gradient when there is none.</summary>
    /// <param name="logits">At the label's size, [B, K, H, W].</param>
    /// <param name="label">Class ids, −1 ignored, int64, [B, H, W].</param>
    public static Tensor Of(Tensor logits, Tensor label)
    {
        using var scope = NewDisposeScope();
        var sum = nn.functional.cross_entropy(logits, label, ignore_index: -1, reduction: nn.Reduction.Sum);
        var pixels = label.ge(Held.Number(0L)).sum().clamp(min: Held.Number(1L));
        return sum.div(pixels).MoveToOuterDisposeScope();
    }
}
