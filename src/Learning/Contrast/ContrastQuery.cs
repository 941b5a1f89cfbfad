using static TorchSharp.torch;

namespace Prcl.Learning.Contrast;

/// <summary>One class's anchors with everything that they are compared with. Means are L2-normalised over D.</summary>
/// <param name="AnchorMeans">[Q, D]; gradient flows through them.</param>
/// <param name="AnchorVariances">[Q, D]; gradient flows through them.</param>
/// <param name="PositiveMean">[D].</param>
/// <param name="PositiveVariance">[D].</param>
/// <param name="PixelMeans">The step's pixels that negatives are drawn from, [P, D], no gradient.</param>
/// <param name="PixelVariances">[P, D], no gradient.</param>
/// <param name="NegativeIndices">Rows of the pixels, int64, [Q, N], or [1, N] when the anchors share them; N may be 0.</param>
/// <param name="VirtualMeans">[M, D], variance 0; M may be 0.</param>
/// <param name="Temperature">τ.</param>
public sealed record ContrastQuery(
    Tensor AnchorMeans,
    Tensor AnchorVariances,
    Tensor PositiveMean,
    Tensor PositiveVariance,
    Tensor PixelMeans,
    Tensor PixelVariances,
    Tensor NegativeIndices,
    Tensor VirtualMeans,
    double Temperature);
