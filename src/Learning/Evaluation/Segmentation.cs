using Prcl.Images.Files;

namespace Prcl.Learning.Evaluation;

/// <summary>An image's classes with confidence and uncertainty, at the image's own size, row by row.</summary>
/// <param name="Labels">Class of each pixel.</param>
/// <param name="Confidence">Probability of that class, 0 to 1; length width × height.</param>
/// <param name="Variance">Mean over D of σ², 0 to 1; length width × height; null when it wasn't asked for.</param>
/// <param name="Uncertainty">What the run publishes as doubt, 0 (sure) to 1; length width × height; null when it wasn't asked for.</param>
public sealed record Segmentation(LabelMap Labels, float[] Confidence, float[]? Variance, float[]? Uncertainty);
