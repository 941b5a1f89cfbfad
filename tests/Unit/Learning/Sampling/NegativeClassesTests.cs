using Prcl.Learning.Metrics;
using Prcl.Learning.Sampling;
using Prcl.Unit.Golden;
using Xunit;

namespace Prcl.Unit.Learning.Sampling;

public sealed class NegativeClassesTests
{
    [Fact]
    public void Probabilities_from_cosines_meet_the_golden_vector()
    {
        var golden = GoldenFile.Open("scaled/negative_classes");
        var means = golden.Tensor("prototype_mean");
        var of = (int)golden.Scalar("of_class");
        var unit = means / means.norm(1, keepdim: true);
        var others = Enumerable.Range(0, (int)means.shape[0]).Where(k => k != of);

        var probabilities = NegativeClasses.Softmax([.. others.Select(k => unit[of].dot(unit[k]).item<double>())], golden.Scalar("temperature"));

        Near.Equal(golden.Vector("probability"), probabilities, 1e-12);
    }

    [Fact]
    public void Shares_end_at_1_however_far_the_affinities_lie_apart()
    {
        Assert.Equal([0.5, 1], NegativeClasses.Cumulative(NegativeClasses.Softmax([3, 3], 0.5)));
        Assert.Equal([0, 1, 1], NegativeClasses.Cumulative(NegativeClasses.Softmax([-1e6, 700, -1e6], 1e-3)));
        Assert.Empty(NegativeClasses.Cumulative(NegativeClasses.Softmax([], 1)));
    }

    [Fact]
    public void Equal_affinities_spread_over_all_classes()
    {
        Assert.Equal(4, EffectiveClasses.Number(NegativeClasses.Softmax([0.3, 0.3, 0.3, 0.3], 0.3)), 1e-12);
        Assert.Equal(1, EffectiveClasses.Number(NegativeClasses.Softmax([100, 0, 0], 0.3)), 1e-9);
    }
}
