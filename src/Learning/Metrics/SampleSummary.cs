namespace Prcl.Learning.Metrics;

/// <summary>Mean and spread of one figure over repeated runs.</summary>
/// <param name="Count">How many runs, n.</param>
/// <param name="Mean">Their mean; NaN without one.</param>
/// <param name="StandardDeviation">Sample standard deviation, over n − 1; NaN with fewer than two.</param>
public readonly record struct SampleSummary(int Count, double Mean, double StandardDeviation)
{
    /// <summary>Summarises the figures of n runs, in whatever unit they have; a NaN makes the summary NaN.</summary>
    public static SampleSummary Of(IReadOnlyCollection<double> values)
    {
        var mean = values.Sum() / values.Count;
        var squares = values.Sum(value => (value - mean) * (value - mean));
        return new SampleSummary(values.Count, mean, values.Count < 2 ? double.NaN : Math.Sqrt(squares / (values.Count - 1)));
    }
}
