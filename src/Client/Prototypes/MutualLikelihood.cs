using Prcl.Contracts.Prototypes;

namespace Prcl.Client.Prototypes;

/// <summary>
/// The mutual likelihood score of two prototypes, MLS(a,b) = −½ · mean_d [(μ_a − μ_b)² / (σ²_a + σ²_b) + log(σ²_a + σ²_b)],
/// with L2-normalised means μ and spread variances σ² (<c>docs/method.md</c>, section 3). Higher is more alike.
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

        var meanA = Normalised(a.Mean);  // [D]
        var meanB = Normalised(b.Mean);  // [D]
        var sum = 0.0;
        for (var d = 0; d < meanA.Length; d++)
        {
            var variance = a.SpreadVariance[d] + b.SpreadVariance[d];
            var difference = meanA[d] - meanB[d];
            sum += (difference * difference / variance) + Math.Log(variance);
        }

        return -0.5 * sum / meanA.Length;
    }

    private static double[] Normalised(double[] mean)
    {
        var norm = Math.Sqrt(mean.Sum(value => value * value));
        return norm > 0 ? [.. mean.Select(value => value / norm)] : mean;
    }
}
