using Prcl.Learning.Metrics;
using Xunit;

namespace Prcl.Unit.Learning.Metrics;

public sealed class PseudoLabelQualityTests
{
    [Fact]
    public void Precision_is_by_pseudo_label_and_coverage_by_truth()
    {
        var quality = new PseudoLabelQuality(4);

        quality.Add([0, 0, -1, 0], [0, 0, 0, 1]);
        // The last pixel has no truth and doesn't count; class 3 is neither given nor true.
        quality.Add([2, -1, 1], [1, 2, -1]);

        Assert.Equal([2.0 / 3, double.NaN, 0, double.NaN], quality.ClassPrecision());
        Assert.Equal([2.0 / 3, 1, 0, double.NaN], quality.ClassCoverage());
        Assert.Equal(0.5, quality.Precision());
        Assert.Equal(4.0 / 6, quality.Coverage());
    }

    [Fact]
    public void Without_a_pixel_nothing_can_be_told()
    {
        var quality = new PseudoLabelQuality(2);

        quality.Add([0, 1], [-1, -1]);

        Assert.Equal(double.NaN, quality.Precision());
        Assert.Equal(double.NaN, quality.Coverage());
    }

    [Fact]
    public void Coverage_of_nothing_is_0_and_its_precision_unknown()
    {
        var quality = new PseudoLabelQuality(2);

        quality.Add([-1, -1], [0, 1]);

        Assert.Equal(0, quality.Coverage());
        Assert.Equal(double.NaN, quality.Precision());
    }

    [Fact]
    public void What_is_no_class_and_other_lengths_are_refused()
    {
        var quality = new PseudoLabelQuality(2);

        Assert.Contains("pseudoLabel is 2 at pixel 1: it must be a class from 0 to 1", Assert.Throws<ArgumentException>(() => quality.Add([0, 2], [0, 0])).Message, StringComparison.Ordinal);
        Assert.Contains("label is -2 at pixel 0", Assert.Throws<ArgumentException>(() => quality.Add([0, 1], [-2, 0])).Message, StringComparison.Ordinal);
        Assert.Contains("pseudoLabel has 1 pixels and label 2", Assert.Throws<ArgumentException>(() => quality.Add([0], [0, 0])).Message, StringComparison.Ordinal);
    }
}
