using Prcl.Benchmarks;
using Xunit;

namespace Prcl.Unit.Benchmarks;

public sealed class InterleavedTests
{
    [Theory]
    [InlineData(2.0, new[] { 3.0, 1.0, 2.0 })]
    [InlineData(2.5, new[] { 4.0, 1.0, 2.0, 3.0 })]
    [InlineData(7.0, new[] { 7.0 })]
    public void The_median_is_the_middle_or_the_mean_of_the_two_middle_ones(double median, double[] values) =>
        Assert.Equal(median, Interleaved.Median(values));

    [Theory]
    [InlineData(0.99, 100, 99)]
    [InlineData(0.99, 101, 100)]
    [InlineData(0.99, 10, 10)]
    [InlineData(0.5, 4, 2)]
    [InlineData(1, 3, 3)]
    public void A_quantile_is_the_least_value_that_its_share_does_not_exceed(double share, int count, double expected) =>
        Assert.Equal(expected, Interleaved.Quantile(Enumerable.Range(1, count).Reverse().Select(i => (double)i), share));

    [Fact]
    public void The_ratio_is_the_median_of_neighbours_not_the_ratio_of_medians() =>
        Assert.Equal(2, Interleaved.MedianRatio([2, 20, 300], [1, 10, 100]));
}
