using System.Globalization;
using Prcl.Learning.Schedules;
using Prcl.Unit.Golden;
using Xunit;

namespace Prcl.Unit.Learning.Schedules;

public sealed class ContrastRampTests
{
    [Fact]
    public void The_ramp_meets_the_golden_vector()
    {
        var golden = GoldenFile.Open("schedules");
        long begin = golden["ramp", "begin"].GetInt64(), end = golden["ramp", "end"].GetInt64();

        Assert.All(
            golden["ramp", "at"].EnumerateObject(),
            at => Assert.Equal(at.Value.GetDouble(), ContrastRamp.Weight(long.Parse(at.Name, CultureInfo.InvariantCulture), begin, end, golden.Scalar("ramp", "max")), 1e-12));
    }

    [Fact]
    public void The_ramp_never_falls_and_scales_with_its_maximum()
    {
        var weights = Enumerable.Range(0, 200).Select(at => ContrastRamp.Weight(at, 20, 150, 0.3)).ToArray();

        Assert.All(weights.Zip(weights.Skip(1)), pair => Assert.True(pair.First <= pair.Second));
        Assert.Equal((0, 0.3), (weights[0], weights[^1]));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(50, 50)]
    [InlineData(50, 10)]
    public void Without_room_to_ramp_the_weight_is_constant(long begin, long end) =>
        Assert.All(new long[] { 0, 10, 49, 50, 1000 }, at => Assert.Equal(0.7, ContrastRamp.Weight(at, begin, end, 0.7)));
}
