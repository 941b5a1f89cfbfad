using Prcl.Learning.Metrics;
using Xunit;

namespace Prcl.Unit.Learning.Metrics;

public sealed class GradientShareTests
{
    [Fact]
    public void Shares_are_proportional_to_norms_and_add_to_1() =>
        Assert.Equal(
            new Dictionary<string, double> { ["supervised"] = 0.5, ["unsupervised"] = 0.375, ["contrast"] = 0.125 },
            GradientShare.Of(new Dictionary<string, double> { ["supervised"] = 4, ["unsupervised"] = 3, ["contrast"] = 1 }));

    [Fact]
    public void Without_a_gradient_there_are_no_shares() =>
        Assert.Equal(double.NaN, GradientShare.Of(new Dictionary<string, double> { ["supervised"] = 0 })["supervised"]);

    [Theory]
    [InlineData(-1)]
    [InlineData(double.PositiveInfinity)]
    public void What_is_no_norm_is_refused_by_name(double norm) =>
        Assert.Contains("'contrast'", Assert.Throws<ArgumentException>(() => GradientShare.Of(new Dictionary<string, double> { ["contrast"] = norm })).Message, StringComparison.Ordinal);
}
