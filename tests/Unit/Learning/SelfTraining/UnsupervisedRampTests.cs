using Prcl.Learning.SelfTraining;
using Xunit;

namespace Prcl.Unit.Learning.SelfTraining;

public sealed class UnsupervisedRampTests
{
    [Theory]
    [InlineData(0, 0)]
    [InlineData(299, 0)]
    [InlineData(300, 0.25)]
    [InlineData(301, 0.5)]
    [InlineData(303, 1)]
    [InlineData(100_000, 1)]
    public void Nothing_during_the_burn_in_then_a_linear_rise(long step, double share) =>
        Assert.Equal(2 * share, UnsupervisedRamp.Weight(step, new() { UnsupervisedBegin = 300, UnsupervisedRamp = 3 }, full: 2), 1e-12);

    [Fact]
    public void Without_burn_in_and_rise_the_weight_is_full_from_the_first_step() =>
        Assert.Equal(0.7, UnsupervisedRamp.Weight(0, new() { UnsupervisedBegin = 0, UnsupervisedRamp = 0 }, 0.7));
}
