using static TorchSharp.torch;

namespace Prcl.Learning.Contrast;

/// <summary>Computes the contrastive loss of one class; implementations differ in speed and memory only.</summary>
public interface IContrastKernel
{
    /// <summary>
    /// Cross-entropy of the positive against negatives and virtual negatives with logits MLS/τ, averaged over the Q
    /// anchors (<c>docs/method.md</c>, section 4).
    /// </summary>
    /// <returns>A scalar with gradient towards the anchors' means and variances.</returns>
    Tensor Loss(ContrastQuery query);
}
