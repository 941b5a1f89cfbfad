using Prcl.Learning.Sampling;
using Xunit;

namespace Prcl.Unit.Learning.Sampling;

public sealed class PixelIndexTests
{
    [Fact]
    public void Pixels_are_sorted_by_class_and_hardness()
    {
        var index = new PixelIndex([2, 0, 2, 2, 0], [0.9f, 0.1f, 0.79f, 0.8f, 0.99f], classes: 4, strongThreshold: 0.8f);

        Assert.Equal([0, 2], index.Present);
        Assert.Equal([1L, 4], index.Of(0).ToArray());
        Assert.Equal([0L, 2, 3], index.Of(2).ToArray());
        Assert.Equal([1], index.HardOf(0).ToArray());
        Assert.Equal([2], index.HardOf(2).ToArray());
        Assert.Equal([1L, 4, 0, 2, 3], index.ByClass);
        Assert.Equal((2, 3), (index.Offset(2), index.Count(2)));
        Assert.True(index.Of(1).IsEmpty && index.HardOf(3).IsEmpty);
    }
}
