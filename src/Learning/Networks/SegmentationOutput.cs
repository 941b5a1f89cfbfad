using static TorchSharp.torch;

namespace Prcl.Learning.Networks;

/// <summary>What a <see cref="SegmentationNetwork"/> says of a batch of images, on the stride-4 grid h×w (sizes rounded up).</summary>
/// <param name="Logits">Class scores, [B, K, h, w].</param>
/// <param name="Means">Representation means μ as the mean head gives them, not normalised, [B, D, h, w].</param>
/// <param name="Features">The feature map F, input of the <see cref="ProbabilityHead"/>, [B, C, h, w] with C = <see cref="NetworkOptions.FeatureWidth"/>.</param>
public sealed record SegmentationOutput(Tensor Logits, Tensor Means, Tensor Features);
