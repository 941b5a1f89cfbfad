using Prcl.Learning.Metrics;
using Xunit;

namespace Prcl.Unit.Learning.Metrics;

public sealed class EffectiveClassesTests
{
    [Fact]
    public void Equal_weights_are_that_many_classes_and_one_weight_is_one()
    {
        Assert.Equal(5, EffectiveClasses.Number([0.2, 0.2, 0.2, 0.2, 0.2]), 1e-14);
        Assert.Equal(3, EffectiveClasses.Number([7, 0, 7, 7]), 1e-14);
        Assert.Equal(1, EffectiveClasses.Number([0, 1, 0]));
    }

    [Fact]
    public void Between_them_stands_the_exponential_of_the_entropy() =>
        Assert.Equal(Math.Pow(0.5, -0.5) * Math.Pow(0.25, -0.5), EffectiveClasses.Number([0.5, 0.25, 0.25]), 1e-14);

    [Fact]
    public void What_is_no_distribution_is_refused()
    {
        Assert.Contains("class 1 is -1", Assert.Throws<ArgumentException>(() => EffectiveClasses.Number([1, -1])).Message, StringComparison.Ordinal);
        Assert.Contains("class 0 is NaN", Assert.Throws<ArgumentException>(() => EffectiveClasses.Number([double.NaN])).Message, StringComparison.Ordinal);
        Assert.Contains("None of 2 classes", Assert.Throws<ArgumentException>(() => EffectiveClasses.Number([0, 0])).Message, StringComparison.Ordinal);
    }
}
