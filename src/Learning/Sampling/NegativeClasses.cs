namespace Prcl.Learning.Sampling;

/// <summary>From which classes negatives come: a softmax over the other present classes (<c>docs/method.md</c>, sections 4 and 6).</summary>
public static class NegativeClasses
{
    /// <summary>Probabilities from affinities.</summary>
    /// <param name="affinities">Of the query's prototype with each other class's, any order: cosine, or MLS as published.</param>
    /// <param name="temperature">Above 0.</param>
    public static double[] Softmax(ReadOnlySpan<double> affinities, double temperature)
    {
        var probabilities = affinities.ToArray();
        var (largest, total) = (probabilities.Length == 0 ? 0 : probabilities.Max(), 0.0);
        for (var i = 0; i < probabilities.Length; i++)
        {
            total += probabilities[i] = Math.Exp((probabilities[i] - largest) / temperature);
        }

        return Array.ConvertAll(probabilities, p => p / total);
    }

    /// <summary>Running sums; the last one is 1.</summary>
    public static double[] Cumulative(ReadOnlySpan<double> probabilities)
    {
        var cumulative = new double[probabilities.Length];
        var sum = 0.0;
        for (var i = 0; i < cumulative.Length; i++)
        {
            cumulative[i] = sum += probabilities[i];
        }

        if (cumulative.Length > 0)
        {
            cumulative[^1] = 1;
        }

        return cumulative;
    }
}
