using Prcl.Learning.Pictures;
using Xunit;

namespace Prcl.Unit.Learning.Pictures;

public class HeatMapTests
{
    [Fact]
    public void The_low_end_is_blue_the_middle_yellow_the_high_end_red()
    {
        var picture = HeatMap.Render([0.2f, 0.5f, 0.8f, -5, 5, float.NaN], 3, 2, 0.2, 0.8);
        Assert.Equal((38, 58, 150), picture.At(0, 0));
        var (r, g, b) = picture.At(1, 0);
        Assert.True(r > 220 && g > 200 && b < 140, $"{r} {g} {b}");
        Assert.Equal((178, 20, 38), picture.At(2, 0));
        Assert.Equal(picture.At(0, 0), picture.At(0, 1));
        Assert.Equal(picture.At(2, 0), picture.At(1, 1));
        Assert.Equal((128, 128, 128), picture.At(2, 1));
    }

    [Fact]
    public void Red_grows_along_the_ramp()
    {
        var picture = HeatMap.Render([.. Enumerable.Range(0, 65).Select(i => i / 64f)], 65, 1, 0, 1);
        var warmth = Enumerable.Range(0, 65).Select(i => picture.At(i, 0).R - picture.At(i, 0).B).ToArray();
        Assert.True(warmth[^1] > 100 && warmth[0] < -100);
        Assert.True(warmth[16] < warmth[32] && warmth[8] < warmth[24]);
    }

    [Fact]
    public void An_empty_range_and_wrong_sizes_are_handled()
    {
        Assert.Equal((38, 58, 150), HeatMap.Render([1], 1, 1, 1, 1).At(0, 0));
        Assert.Throws<ArgumentException>(() => HeatMap.Render(new float[5], 2, 3, 0, 1));
        Assert.Throws<ArgumentException>(() => HeatMap.Render(new float[6], 2, 3, 1, 0));
        Assert.Throws<ArgumentException>(() => HeatMap.Render(new float[6], 2, 3, 0, double.NaN));
    }
}
