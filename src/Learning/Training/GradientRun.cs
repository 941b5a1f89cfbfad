using static TorchSharp.torch;

namespace Prcl.Learning.Training;

/// <summary>The gradients of parameters that follow one another in their group, and were moved before or weren't.</summary>
/// <param name="Group">Their group.</param>
/// <param name="First">The first one's number in it.</param>
/// <param name="Count">How many.</param>
/// <param name="Gradient">Their gradients, [Σ numel], a copy.</param>
internal sealed record GradientRun(ParameterGroup Group, int First, int Count, Tensor Gradient);
