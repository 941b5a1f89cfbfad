using Prcl.Learning.Representations;

namespace Prcl.Learning.Prototypes;

/// <summary>How far a prototype moved (<c>docs/method.md</c>, section 3, drift).</summary>
public static class PrototypeDrift
{
    /// <summary>L2 distance of the normalised means, 0 to 2.</summary>
    public static double Distance(ReadOnlySpan<double> meanA, ReadOnlySpan<double> meanB)
    {
        double normA = MutualLikelihood.Norm(meanA), normB = MutualLikelihood.Norm(meanB), sum = 0;
        for (var d = 0; d < meanA.Length; d++)
        {
            var difference = meanA[d] / normA - meanB[d] / normB;
            sum += difference * difference;
        }

        return Math.Sqrt(sum);
    }

    /// <summary>Mean <see cref="Distance"/> over the classes that have evidence before and after; null where none has.</summary>
    public static double? MeanDistance(IReadOnlyList<PrototypeSums?> before, IReadOnlyList<PrototypeSums?> after)
    {
        double[] distances =
        [
            .. from pair in before.Zip(after)
               where pair.First is not null && pair.Second is not null
               let distance = Distance(pair.First.Mean(), pair.Second.Mean())
               where double.IsFinite(distance)
               select distance,
        ];
        return distances.Length == 0 ? null : distances.Average();
    }

    /// <summary>Symmetric KL divergence ½·(KL(a‖b) + KL(b‖a)) of two diagonal Gaussians.</summary>
    public static double SymmetricDivergence(ReadOnlySpan<double> meanA, ReadOnlySpan<double> varianceA, ReadOnlySpan<double> meanB, ReadOnlySpan<double> varianceB)
    {
        var sum = 0.0;
        for (var d = 0; d < meanA.Length; d++)
        {
            var difference = meanA[d] - meanB[d];
            var square = difference * difference;
            sum += (varianceA[d] + square) / varianceB[d] + (varianceB[d] + square) / varianceA[d] - 2;
        }

        return 0.25 * sum;
    }
}
