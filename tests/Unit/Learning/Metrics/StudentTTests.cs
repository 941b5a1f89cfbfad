using Prcl.Learning.Metrics;
using Xunit;

namespace Prcl.Unit.Learning.Metrics;

public sealed class StudentTTests
{
    [Theory]
    [InlineData(1, 12.706204736)]
    [InlineData(2, 4.302652730)]
    [InlineData(3, 3.182446305)]
    [InlineData(4, 2.776445105)]
    [InlineData(7, 2.364624252)]
    [InlineData(10, 2.228138852)]
    [InlineData(29, 2.045229642)]
    [InlineData(100, 1.983971519)]
    [InlineData(1000, 1.962339081)]
    public void The_95_per_cent_bound_is_that_of_the_tables(int freedom, double expected) => Assert.Equal(expected, StudentT.Bound(0.95, freedom), 2e-9);

    [Theory]
    [InlineData(1, 0.5)]
    [InlineData(2, 0.9)]
    [InlineData(5, 0.99)]
    [InlineData(8, 0.68)]
    public void The_density_between_the_bounds_integrates_to_the_probability(int freedom, double probability)
    {
        var bound = StudentT.Bound(probability, freedom);

        // Midpoints of the unnormalised density, inside and over nearly everything, the rest of the tail by its power law.
        double inside = Integral(0, bound), tail = Integral(bound, 1000) + Tail(1000);
        Assert.Equal(probability, inside / (inside + tail), 1e-6);

        double Density(double t) => Math.Pow(1 + t * t / freedom, -(freedom + 1) / 2.0);
        double Tail(double from) => Density(from) * from / freedom;
        double Integral(double from, double to)
        {
            const int Parts = 1_000_000;
            var sum = 0.0;
            for (var i = 0; i < Parts; i++)
            {
                sum += Density(from + (to - from) * (i + 0.5) / Parts);
            }

            return sum * (to - from) / Parts;
        }
    }

    [Fact]
    public void What_is_no_probability_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => StudentT.Bound(1, 3));
        Assert.Throws<ArgumentOutOfRangeException>(() => StudentT.Bound(double.NaN, 3));
        Assert.Throws<ArgumentOutOfRangeException>(() => StudentT.Bound(0.95, 0));
    }
}
