namespace Prcl.Learning.Metrics;

/// <summary>
/// The difference of two arms over runs that share everything else (seed, labelled frames), and whether it is more than noise: the paired
/// Student t interval <c>mean ± t·s/√n</c>, t with n − 1 degrees of freedom and 95 % between ±t.
/// </summary>
/// <param name="Differences">Mean and standard deviation of the n differences.</param>
/// <param name="Low">Lower end of the interval; NaN with fewer than two pairs.</param>
/// <param name="High">Upper end of the interval; NaN with fewer than two pairs.</param>
public readonly record struct PairedDifference(SampleSummary Differences, double Low, double High)
{
    private const double Confidence = 0.95;

    /// <summary>What the interval says of a figure of which more is better: <c>gain</c>, <c>loss</c> or <c>below noise</c> (it holds 0).</summary>
    public string Verdict => this switch
    {
        { Differences.Mean: double.NaN } => "not measured",
        { Differences.Count: 1 } => "one pair: no interval",
        { Low: > 0 } => "gain",
        { High: < 0 } => "loss",
        _ => "below noise",
    };

    /// <summary>Compares pair by pair.</summary>
    /// <param name="arm">Figures of the arm, a run each.</param>
    /// <param name="baseline">Figures of what it is compared with, of the same runs in the same order.</param>
    /// <returns>Of arm − baseline; with a NaN or without a pair all is NaN and the verdict <c>not measured</c>.</returns>
    /// <exception cref="ArgumentException">Other lengths.</exception>
    public static PairedDifference Of(IReadOnlyList<double> arm, IReadOnlyList<double> baseline)
    {
        if (arm.Count != baseline.Count)
        {
            throw new ArgumentException($"A paired difference needs the same runs of both arms, got {arm.Count} and {baseline.Count}.", nameof(baseline));
        }

        var differences = SampleSummary.Of([.. arm.Zip(baseline, (a, b) => a - b)]);
        var reach = differences.Count < 2
            ? double.NaN
            : StudentT.Bound(Confidence, differences.Count - 1) * differences.StandardDeviation / Math.Sqrt(differences.Count);
        return new PairedDifference(differences, differences.Mean - reach, differences.Mean + reach);
    }
}
