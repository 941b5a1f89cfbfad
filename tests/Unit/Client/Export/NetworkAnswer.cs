namespace Prcl.Unit.Client.Export;

/// <summary>What is said of an image.</summary>
/// <param name="Logits">[K, H, W].</param>
/// <param name="Index">The likeliest class, [H, W].</param>
/// <param name="Uncertainty">[H, W].</param>
internal sealed record NetworkAnswer(double[] Logits, long[] Index, double[] Uncertainty);
