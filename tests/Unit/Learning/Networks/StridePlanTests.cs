using Prcl.Learning.Networks;
using Xunit;

namespace Prcl.Unit.Learning.Networks;

public sealed class StridePlanTests
{
    [Fact]
    public void At_output_stride_16_only_the_last_stride_becomes_a_dilation()
    {
        var plan = new StridePlan(16);

        Assert.Equal([(2, 1), (2, 1), (1, 1), (2, 1), (2, 1), (1, 1), (1, 2)], Walk(plan, 2, 2, 1, 2, 2, 2, 1));
    }

    [Fact]
    public void At_output_stride_8_the_lost_stride_takes_half_of_its_stage_s_dilation()
    {
        var plan = new StridePlan(8);

        Assert.Equal([(2, 1), (2, 1), (1, 1), (2, 1), (1, 1), (1, 2), (1, 2), (1, 4)], Walk(plan, 2, 2, 1, 2, 2, 1, 2, 1));
    }

    private static (int Stride, int Dilation)[] Walk(StridePlan plan, params int[] strides) => [.. strides.Select(plan.Next)];
}
