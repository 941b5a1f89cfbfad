using static TorchSharp.torch;

namespace Prcl.Learning.Networks;

/// <summary>The two maps that a <see cref="BackboneNetwork"/> hands to the heads.</summary>
/// <param name="LowLevel">The map at stride 4, [B, <see cref="BackboneNetwork.LowLevelWidth"/>, ⌈H/4⌉, ⌈W/4⌉].</param>
/// <param name="HighLevel">The last map at the output stride s, [B, <see cref="BackboneNetwork.HighLevelWidth"/>, ⌈H/s⌉, ⌈W/s⌉].</param>
public sealed record BackboneFeatures(Tensor LowLevel, Tensor HighLevel);
