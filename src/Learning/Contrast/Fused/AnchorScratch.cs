namespace Prcl.Learning.Contrast.Fused;

/// <summary>What one thread needs for one anchor at a time; nothing of it grows with the number of comparisons.</summary>
/// <param name="width">D.</param>
internal sealed class AnchorScratch(int width)
{
    /// <summary>Comparisons at a time: their sums overlap, and their gradients are added in one pass.</summary>
    public const int Block = 4;

    /// <summary>Logits so far and the gradients that they weigh.</summary>
    public RunningSoftmax Softmax { get; } = new(width);

    /// <summary>(a−b)/v of the pairs at hand, [4, D].</summary>
    public float[] Ratios { get; } = new float[Block * width];

    /// <summary>1/v of the pairs at hand, [4, D].</summary>
    public float[] Precisions { get; } = new float[Block * width];

    /// <summary>1/σ² of the anchor, [D].</summary>
    public float[] AnchorPrecision { get; } = new float[width];

    /// <summary>Begins another anchor.</summary>
    /// <param name="variance">σ² of the anchor, [D].</param>
    /// <returns>Σ_d log σ².</returns>
    public float Begin(ReadOnlySpan<float> variance)
    {
        Softmax.Clear();
        var logarithm = 0.0;
        for (var d = 0; d < variance.Length; d++)
        {
            AnchorPrecision[d] = 1 / variance[d];
            logarithm += MathF.Log(variance[d]);
        }

        return (float)logarithm;
    }
}
