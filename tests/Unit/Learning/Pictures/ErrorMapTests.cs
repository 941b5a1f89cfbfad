using Prcl.Images.Files;
using Prcl.Learning.Pictures;
using Xunit;

namespace Prcl.Unit.Learning.Pictures;

public class ErrorMapTests
{
    [Fact]
    public void Right_is_dim_wrong_is_bright_and_ignored_is_black()
    {
        var picture = ErrorMap.Render(new LabelMap(4, 1, [3, 3, 3, 255]), new LabelMap(4, 1, [3, 4, 255, 3]));
        Assert.Equal(ErrorMap.Right, picture.At(0, 0));
        Assert.Equal(ErrorMap.Wrong, picture.At(1, 0));
        Assert.Equal((0, 0, 0), picture.At(2, 0));
        Assert.Equal((0, 0, 0), picture.At(3, 0));
        Assert.True(ErrorMap.Wrong.R + ErrorMap.Wrong.G + ErrorMap.Wrong.B > 2 * (ErrorMap.Right.R + ErrorMap.Right.G + ErrorMap.Right.B));
    }

    [Fact]
    public void Different_sizes_are_refused() =>
        Assert.Throws<ArgumentException>(() => ErrorMap.Render(new LabelMap(2, 1, new ushort[2]), new LabelMap(1, 2, new ushort[2])));
}
