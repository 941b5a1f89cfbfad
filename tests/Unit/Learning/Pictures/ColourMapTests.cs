using Prcl.Images.Files;
using Prcl.Learning.Pictures;
using Xunit;

namespace Prcl.Unit.Learning.Pictures;

public class ColourMapTests
{
    [Fact]
    public void Each_id_has_its_colour_and_unknown_ids_the_ignore_colour()
    {
        var picture = ColourMap.Render(new LabelMap(2, 2, [0, 1, 255, 2]), [(1, 2, 3), (200, 100, 50)], (9, 8, 7));
        Assert.Equal((2, 2), (picture.Width, picture.Height));
        Assert.Equal((1, 2, 3), picture.At(0, 0));
        Assert.Equal((200, 100, 50), picture.At(1, 0));
        Assert.Equal((9, 8, 7), picture.At(0, 1));
        Assert.Equal((9, 8, 7), picture.At(1, 1));
    }
}
