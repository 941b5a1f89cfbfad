using Prcl.Learning.Pictures;
using Xunit;

namespace Prcl.Unit.Learning.Pictures;

public class AxisTests
{
    [Theory]
    [InlineData(0, 1, "0.0 0.2 0.4 0.6 0.8 1.0")]
    [InlineData(-3, 3, "−3 −2 −1 0 1 2 3")]
    [InlineData(0, 1200, "0 200 400 600 800 1000 1200")]
    [InlineData(0, 60000, "0 10k 20k 30k 40k 50k 60k")]
    [InlineData(0.97, 0.975, "0.970 0.971 0.972 0.973 0.974 0.975")]
    public void Ticks_are_round_numbers_within_the_axis(double low, double high, string expected) =>
        Assert.Equal(expected, string.Join(' ', Axis.Over([low, high], margin: 0).Ticks(6).Select(t => t.Text)));

    [Fact]
    public void A_logarithmic_axis_has_decades()
    {
        var axis = Axis.Over([1e-6, 0, -3, double.NaN, 100], logarithmic: true, margin: 0);
        Assert.Equal("1e−6 1e−4 0.01 1 100", string.Join(' ', axis.Ticks(6).Select(t => t.Text)));
        Assert.Equal(0.75, axis.ShareOf(1), 12);
        Assert.True(double.IsNaN(axis.ShareOf(0)));
    }

    [Fact]
    public void Without_values_or_extent_there_still_is_a_range()
    {
        Assert.Equal((0, 1), (Axis.Over([], margin: 0).Low, Axis.Over([double.NaN], margin: 0).High));
        var flat = Axis.Over([5, 5]);
        Assert.True(flat.Low < 5 && flat.High > 5);
        Assert.True(Axis.Over([0, 0]).High > 0);
    }
}
