namespace Prcl.Learning.Contrast.Fused;

/// <summary>
/// The softmax of one anchor's logits as they come, so that each comparison is visited once while its rows are in the cache: weights are
/// e^(logit − the largest so far), and what was weighted before is scaled down when a larger logit comes (Milakov and Gimelshein 2018).
/// </summary>
/// <param name="width">D.</param>
internal sealed class RunningSoftmax(int width)
{
    private float _largest;

    /// <summary>Σ weight · ∂sum/∂μ over comparisons that have a variance, [D].</summary>
    public float[] MeanSum { get; } = new float[width];

    /// <summary>Σ weight · ∂sum/∂σ² over comparisons that have a variance, [D].</summary>
    public float[] VarianceSum { get; } = new float[width];

    /// <summary>Σ weight·(a−ν) over points, [D].</summary>
    public float[] Differences { get; } = new float[width];

    /// <summary>Σ weight·(a−ν)² over points, [D].</summary>
    public float[] Squares { get; } = new float[width];

    /// <summary>Σ weight over points.</summary>
    public double PointWeight { get; private set; }

    /// <summary>Σ weight.</summary>
    public double Total { get; private set; }

    /// <summary>Log of the sum of all e^logit.</summary>
    public double LogSumExp => _largest + Math.Log(Total);

    /// <summary>Begins another anchor.</summary>
    public void Clear()
    {
        (_largest, Total, PointWeight) = (float.NegativeInfinity, 0, 0);
        Array.Clear(MeanSum);
        Array.Clear(VarianceSum);
        Array.Clear(Differences);
        Array.Clear(Squares);
    }

    /// <summary>Turns the logits of a few comparisons into their weights.</summary>
    /// <param name="logits">At least one.</param>
    /// <param name="arePoints">Whether they are points.</param>
    public void Weigh(Span<float> logits, bool arePoints)
    {
        var largest = _largest;
        foreach (var logit in logits)
        {
            largest = Math.Max(largest, logit);
        }

        if (largest > _largest)
        {
            ScaleDown(MathF.Exp(_largest - largest));
            _largest = largest;
        }

        var sum = 0.0;
        foreach (ref var logit in logits)
        {
            logit = MathF.Exp(logit - _largest);
            sum += logit;
        }

        Total += sum;
        PointWeight += arePoints ? sum : 0;
    }

    private void ScaleDown(float factor)
    {
        (Total, PointWeight) = (Total * factor, PointWeight * factor);
        for (var d = 0; d < width; d++)
        {
            MeanSum[d] *= factor;
            VarianceSum[d] *= factor;
            Differences[d] *= factor;
            Squares[d] *= factor;
        }
    }
}
