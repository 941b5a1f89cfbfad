namespace Prcl.Learning.Metrics;

/// <summary>
/// How many classes a distribution over classes really uses: the exponential of its Shannon entropy (Hill 1973, order 1). K where all are
/// equally likely, 1 where one takes all.
/// </summary>
public static class EffectiveClasses
{
    /// <summary>The effective number, 1 to K.</summary>
    /// <param name="weight">By class, 0 or more: probabilities, or counts, which are divided by their sum.</param>
    /// <exception cref="ArgumentException">A weight that is negative or not finite, or all are 0.</exception>
    public static double Number(ReadOnlySpan<double> weight)
    {
        var sum = 0.0;
        for (var k = 0; k < weight.Length; k++)
        {
            if (!double.IsFinite(weight[k]) || weight[k] < 0)
            {
                throw new ArgumentException($"The weight of class {k} is {weight[k]}: it must be finite and not negative.", nameof(weight));
            }

            sum += weight[k];
        }

        if (sum == 0)
        {
            throw new ArgumentException($"None of {weight.Length} classes has weight: there is no distribution.", nameof(weight));
        }

        var entropy = 0.0;
        foreach (var w in weight)
        {
            entropy -= w == 0 ? 0 : w / sum * Math.Log(w / sum);
        }

        return Math.Exp(entropy);
    }
}
