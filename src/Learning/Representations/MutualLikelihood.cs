using Prcl.Learning.Scalars;
using static TorchSharp.torch;

namespace Prcl.Learning.Representations;

/// <summary>
/// The mutual likelihood score of two Gaussians (<c>docs/method.md</c>, section 3):
/// MLS = −½ · mean_d [ (μ_a − μ_b)² / (σ²_a + σ²_b) + log(σ²_a + σ²_b) ], means L2-normalised over D.
/// </summary>
public static class MutualLikelihood
{
    /// <summary>The scores of broadcastable pairs.</summary>
    /// <param name="meanA">μ_a, already normalised, [..., D].</param>
    /// <param name="varianceA">σ²_a, [..., D].</param>
    /// <param name="meanB">μ_b, already normalised, [..., D].</param>
    /// <param name="varianceB">σ²_b, [..., D].</param>
    /// <returns>[...].</returns>
    public static Tensor Score(Tensor meanA, Tensor varianceA, Tensor meanB, Tensor varianceB)
    {
        using var scope = NewDisposeScope();
        var variance = varianceA.Plus(varianceB);
        var difference = meanA - meanB;
        var distance = difference.mul(difference).div(variance);
        return distance.Plus(variance.log()).mean([-1L]).mul(Held.Number(-0.5)).MoveToOuterDisposeScope();
    }

    /// <summary>The score of two Gaussians in double; means are normalised here.</summary>
    /// <param name="meanA">μ_a, length D, any norm but 0.</param>
    /// <param name="varianceA">σ²_a, length D.</param>
    /// <param name="meanB">μ_b, length D, any norm but 0.</param>
    /// <param name="varianceB">σ²_b, length D.</param>
    public static double Score(ReadOnlySpan<double> meanA, ReadOnlySpan<double> varianceA, ReadOnlySpan<double> meanB, ReadOnlySpan<double> varianceB) =>
        Score(meanA, varianceA, meanB, varianceB, 1);

    /// <summary>
    /// The scaled score of two Gaussians in double; means are brought to norm √D here. What people are told of nearness: with means of norm 1 the
    /// variances outweigh them, and the narrowest class is the nearest to all.
    /// </summary>
    /// <param name="meanA">μ_a, length D, any norm but 0.</param>
    /// <param name="varianceA">σ²_a, length D.</param>
    /// <param name="meanB">μ_b, length D, any norm but 0.</param>
    /// <param name="varianceB">σ²_b, length D.</param>
    public static double ScaledScore(ReadOnlySpan<double> meanA, ReadOnlySpan<double> varianceA, ReadOnlySpan<double> meanB, ReadOnlySpan<double> varianceB) =>
        Score(meanA, varianceA, meanB, varianceB, Math.Sqrt(meanA.Length));

    private static double Score(ReadOnlySpan<double> meanA, ReadOnlySpan<double> varianceA, ReadOnlySpan<double> meanB, ReadOnlySpan<double> varianceB, double norm)
    {
        double normA = Norm(meanA) / norm, normB = Norm(meanB) / norm, sum = 0;
        for (var d = 0; d < meanA.Length; d++)
        {
            var variance = varianceA[d] + varianceB[d];
            var difference = meanA[d] / normA - meanB[d] / normB;
            sum += difference * difference / variance + Math.Log(variance);
        }

        return -0.5 * sum / meanA.Length;
    }

    /// <summary>Means with unit L2 norm over the last dimension.</summary>
    public static Tensor Normalise(Tensor means) => nn.functional.normalize(means, p: 2, dim: -1);

    /// <summary>Means of norm √D over the last dimension: the space of the scaled score (<c>docs/method.md</c>, section 6).</summary>
    public static Tensor Scale(Tensor means)
    {
        using var scope = NewDisposeScope();
        return Normalise(means).mul(Held.Number(Math.Sqrt(means.shape[^1]))).MoveToOuterDisposeScope();
    }

    internal static double Norm(ReadOnlySpan<double> vector)
    {
        var sum = 0.0;
        foreach (var x in vector)
        {
            sum += x * x;
        }

        return Math.Sqrt(sum);
    }
}
