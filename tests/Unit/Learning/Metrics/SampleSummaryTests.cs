using Prcl.Learning.Metrics;
using Xunit;

namespace Prcl.Unit.Learning.Metrics;

public sealed class SampleSummaryTests
{
    [Fact]
    public void The_deviation_is_the_samples_over_n_less_1() =>
        Assert.Equal(new SampleSummary(4, 5, Math.Sqrt((9 + 1 + 1 + 9) / 3.0)), SampleSummary.Of([2, 4, 6, 8]));

    [Fact]
    public void One_figure_has_a_mean_and_no_deviation() => Assert.Equal(new SampleSummary(1, 3, double.NaN), SampleSummary.Of([3]));

    [Fact]
    public void No_figure_has_neither() => Assert.Equal(new SampleSummary(0, double.NaN, double.NaN), SampleSummary.Of([]));

    [Fact]
    public void What_was_not_measured_is_not_passed_over() => Assert.Equal(new SampleSummary(2, double.NaN, double.NaN), SampleSummary.Of([3, double.NaN]));
}
