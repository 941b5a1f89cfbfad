using Prcl.Learning.Metrics;
using Xunit;

namespace Prcl.Unit.Learning.Metrics;

public sealed class PairedDifferenceTests
{
    [Fact]
    public void The_interval_is_student_t_of_the_differences()
    {
        // Differences 1, 2, 3: mean 2, deviation 1, t with two degrees of freedom 4.302653.
        var difference = PairedDifference.Of([31, 42, 23], [30, 40, 20]);

        Assert.Equal(new SampleSummary(3, 2, 1), difference.Differences);
        Assert.Equal(2 - 4.302652730 / Math.Sqrt(3), difference.Low, 1e-8);
        Assert.Equal(2 + 4.302652730 / Math.Sqrt(3), difference.High, 1e-8);
        Assert.Equal("below noise", difference.Verdict);
    }

    [Fact]
    public void An_interval_on_one_side_of_0_is_a_gain_or_a_loss()
    {
        double[] better = [33.0, 43.2, 22.9], worse = [30, 40, 20];

        Assert.Equal("gain", PairedDifference.Of(better, worse).Verdict);
        Assert.Equal("loss", PairedDifference.Of(worse, better).Verdict);
    }

    [Fact]
    public void What_runs_share_does_not_widen_the_interval()
    {
        // Seeds differ by 20 points, the arms by 1 in each.
        var difference = PairedDifference.Of([21, 31, 41], [20, 30, 40]);

        Assert.Equal((1.0, 1.0), (difference.Low, difference.High));
        Assert.Equal("gain", difference.Verdict);
    }

    [Fact]
    public void Equal_arms_are_below_noise() => Assert.Equal("below noise", PairedDifference.Of([1, 2], [1, 2]).Verdict);

    [Fact]
    public void One_pair_has_a_difference_and_no_interval()
    {
        var difference = PairedDifference.Of([5], [2]);

        Assert.Equal(3, difference.Differences.Mean);
        Assert.Equal(double.NaN, difference.Low);
        Assert.Equal(double.NaN, difference.High);
        Assert.Equal("one pair: no interval", difference.Verdict);
    }

    [Fact]
    public void What_was_not_measured_has_no_verdict()
    {
        Assert.Equal("not measured", PairedDifference.Of([], []).Verdict);
        Assert.Equal("not measured", PairedDifference.Of([1, double.NaN], [0, 0]).Verdict);
    }

    [Fact]
    public void Runs_that_are_not_the_same_are_refused() =>
        Assert.Contains("got 2 and 1", Assert.Throws<ArgumentException>(() => PairedDifference.Of([1, 2], [1])).Message, StringComparison.Ordinal);
}
