using Prcl.Contracts.Prototypes;
using Prcl.Learning.Images;
using Prcl.Learning.Pictures;

namespace Prcl.Silo.Reports;

/// <summary>How alike the prototypes are: their mutual likelihood scores, in plain double precision.</summary>
internal static class SimilarityPicture
{
    /// <summary>Draws the matrix; a class without evidence has grey cells.</summary>
    public static RgbImage Draw(IReadOnlyList<PrototypeView> prototypes)
    {
        var names = prototypes.Select(p => p.ClassName).ToArray();
        return MatrixChart.Render("Similarity of prototypes: 0 is the same, darker is more alike", names, names, Similarities(prototypes), "0.000");
    }

    /// <summary>
    /// Each score less the mean of what the two score with themselves: 0 for the same prototype and below it for others. A bare score
    /// also tells how wide the classes are, which hides how near they are.
    /// </summary>
    /// <returns>[K, K].</returns>
    public static double[,] Similarities(IReadOnlyList<PrototypeView> prototypes)
    {
        var (scores, similarities) = (Scores(prototypes), new double[prototypes.Count, prototypes.Count]);
        for (var a = 0; a < prototypes.Count; a++)
        {
            for (var b = 0; b < prototypes.Count; b++)
            {
                similarities[a, b] = scores[a, b] - ((scores[a, a] + scores[b, b]) / 2);
            }
        }

        return similarities;
    }

    /// <summary>
    /// MLS (<c>docs/method.md</c>, section 3) of every pair, NaN without evidence. Means are normalised; the variance is the spread
    /// brought to the same scale. Not the posterior variance: it shrinks with evidence until any two prototypes are infinitely unlike.
    /// </summary>
    /// <returns>[K, K].</returns>
    public static double[,] Scores(IReadOnlyList<PrototypeView> prototypes)
    {
        var scores = new double[prototypes.Count, prototypes.Count];
        var gaussians = prototypes.Select(Normalise).ToArray();
        for (var a = 0; a < gaussians.Length; a++)
        {
            for (var b = 0; b < gaussians.Length; b++)
            {
                scores[a, b] = Score(gaussians[a], gaussians[b]);
            }
        }

        return scores;
    }

    private static (double[] Mean, double[] Variance) Normalise(PrototypeView prototype)
    {
        var squaredNorm = prototype.Mean.Sum(m => m * m);
        return squaredNorm > 0
            ? (Array.ConvertAll(prototype.Mean, m => m / Math.Sqrt(squaredNorm)), Array.ConvertAll(prototype.SpreadVariance, v => v / squaredNorm))
            : ([], []);
    }

    private static double Score((double[] Mean, double[] Variance) a, (double[] Mean, double[] Variance) b)
    {
        if (a.Mean.Length == 0 || a.Mean.Length != b.Mean.Length)
        {
            return double.NaN;
        }

        var sum = 0.0;
        for (var d = 0; d < a.Mean.Length; d++)
        {
            var (variance, distance) = (a.Variance[d] + b.Variance[d], a.Mean[d] - b.Mean[d]);
            sum += (distance * distance / variance) + Math.Log(variance);
        }

        return -0.5 * sum / a.Mean.Length;
    }
}
