using Prcl.Client.Output;
using Xunit;

namespace Prcl.Unit.Client.Output;

public sealed class FiguresTests
{
    [Theory]
    [InlineData(0, "0")]
    [InlineData(1.5, "1.5")]
    [InlineData(-0.08241, "-0.0824")]
    [InlineData(0.0000123, "1.23e-5")]
    [InlineData(double.NaN, "–")]
    [InlineData(double.NegativeInfinity, "–")]
    public void Numbers_are_short_and_missing_ones_a_dash(double value, string text) => Assert.Equal(text, Figures.Short(value));
}
