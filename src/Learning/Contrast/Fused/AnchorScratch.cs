namespace Prcl.Learning.Contrast.Fused;

/// <summary>What one thread needs for one anchor at a time.</summary>
/// <param name="rows">The query.</param>
internal sealed class AnchorScratch(ClassRows rows)
{
    /// <summary>First the sums over d of every comparison, then their logits, then the loss's gradient with respect to the sums; [1 + N + M].</summary>
    public float[] Logits { get; } = new float[rows.Pairs + rows.Virtual];

    /// <summary>1/σ² of the anchor, [D].</summary>
    public float[] Precision { get; } = new float[rows.Width];

    /// <summary>Σ w·(a−ν), [D].</summary>
    public float[] Differences { get; } = new float[rows.Width];

    /// <summary>Σ w·(a−ν)², [D].</summary>
    public float[] Squares { get; } = new float[rows.Width];

    /// <summary>Sets 1/σ².</summary>
    /// <returns>Σ_d log σ².</returns>
    public float SetPrecision(ReadOnlySpan<float> variance)
    {
        var logarithm = 0.0;
        for (var d = 0; d < variance.Length; d++)
        {
            Precision[d] = 1 / variance[d];
            logarithm += MathF.Log(variance[d]);
        }

        return (float)logarithm;
    }

    /// <summary>Begins the sums of another anchor.</summary>
    public void ClearSums()
    {
        Array.Clear(Differences);
        Array.Clear(Squares);
    }
}
