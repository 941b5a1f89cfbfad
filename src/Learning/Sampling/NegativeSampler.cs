namespace Prcl.Learning.Sampling;

/// <summary>
/// Negatives of a class: the class of each is drawn with probability softmax of MLS(prototype_k, prototype_j)/τ over the
/// other present classes, then a pixel of it uniformly (<c>ALGORITHM.md</c>, section 4).
/// </summary>
public static class NegativeSampler
{
    /// <summary>Cumulative class probabilities from scores.</summary>
    /// <param name="scores">MLS with each other class, any order.</param>
    /// <param name="temperature">τ.</param>
    public static double[] Cumulative(ReadOnlySpan<double> scores, double temperature)
    {
        var cumulative = new double[scores.Length];
        if (scores.IsEmpty)
        {
            return cumulative;
        }

        var largest = scores[0];
        foreach (var score in scores)
        {
            largest = Math.Max(largest, score);
        }

        var total = 0.0;
        for (var i = 0; i < scores.Length; i++)
        {
            cumulative[i] = total += Math.Exp((scores[i] - largest) / temperature);
        }

        for (var i = 0; i < scores.Length; i++)
        {
            cumulative[i] /= total;
        }

        return cumulative;
    }

    /// <summary>Indices of negatives.</summary>
    /// <param name="pixels">The step's pixels.</param>
    /// <param name="others">The other present classes, in the order of <paramref name="cumulative"/>.</param>
    /// <param name="cumulative">From <see cref="Cumulative"/>.</param>
    /// <param name="count">How many.</param>
    /// <param name="random">The step's randomness for this class.</param>
    public static long[] Draw(PixelIndex pixels, IReadOnlyList<int> others, double[] cumulative, int count, Random random)
    {
        var negatives = new long[count];
        for (var i = 0; i < count; i++)
        {
            var at = Array.BinarySearch(cumulative, random.NextDouble());
            var source = pixels.Of(others[Math.Min(at < 0 ? ~at : at + 1, others.Count - 1)]);
            negatives[i] = source[random.Next(source.Length)];
        }

        return negatives;
    }
}
