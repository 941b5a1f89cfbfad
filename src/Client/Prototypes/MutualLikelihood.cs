using Prcl.Contracts.Prototypes;

namespace Prcl.Client.Prototypes;

/// <summary>
/// The mutual likelihood score of two prototypes, MLS(a,b) = −½ · mean_d [(μ_a − μ_b)² / (σ²_a + σ²_b) + log(σ²_a + σ²_b)],
/// with means μ of norm √D and spread variances σ² (<c>docs/method.md</c>, sections 3 and 6). Higher is more alike.
/// </summary>
internal static class MutualLikelihood
{
    /// <summary>The score; null when a prototype has no evidence.</summary>
    public static double? Score(PrototypeView a, PrototypeView b)
    {
        if (a.Mean.Length == 0 || a.Mean.Length != b.Mean.Length)
        {
            return null;
        }

        var meanA = Scaled(a.Mean);  // [D]
        var meanB = Scaled(b.Mean);  // [D]
        var sum = 0.0;
        for (var d = 0; d < meanA.Length; d++)
        {
            var variance = a.SpreadVariance[d] + b.SpreadVariance[d];
            var difference = meanA[d] - meanB[d];
            sum += (difference * difference / variance) + Math.Log(variance);
        }

        return -0.5 * sum / meanA.Length;
    }

    private static double[] Scaled(double[] mean)
    {
        var norm = Math.Sqrt(mean.Average(value => value * value));
        return norm > 0 ? [.. mean.Select(value => value / norm)] : mean;
    }
}
