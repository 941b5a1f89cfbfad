using Prcl.Learning.Prototypes;
using Prcl.Learning.Randomness;
using Xunit;

namespace Prcl.Unit.Learning.Prototypes;

/// <summary>Sums of made-up pixels.</summary>
internal static class RandomSums
{
    /// <summary>Sums of 1 to 30 pixels whose variances reach from 1e-6 to 1.</summary>
    public static PrototypeSums Draw(KeyedRandom random, int width, long clock)
    {
        var pixels = random.Next(1, 31);
        double[] precision = new double[width], information = new double[width], secondMoment = new double[width];
        for (var i = 0; i < pixels; i++)
        {
            for (var d = 0; d < width; d++)
            {
                var (mean, weight) = (3 * random.NextNormal(), Math.Pow(10, 6 * random.NextDouble()));
                precision[d] += weight;
                information[d] += weight * mean;
                secondMoment[d] += weight * mean * mean;
            }
        }

        return new PrototypeSums(precision, information, secondMoment, pixels, clock);
    }

    /// <summary>Asserts that Λ, η, q and n agree up to rounding.</summary>
    public static void AssertNear(PrototypeSums expected, PrototypeSums actual, double relative)
    {
        Near.Equal(expected.Precision, actual.Precision, relative);
        Near.Equal(expected.Information, actual.Information, relative);
        Near.Equal(expected.SecondMoment, actual.SecondMoment, relative);
        Assert.Equal(expected.Count, actual.Count, relative * expected.Count);
        Assert.Equal(expected.Clock, actual.Clock);
    }
}
