using Prcl.Learning.Images;
using Prcl.Learning.Pictures;
using Xunit;

namespace Prcl.Unit.Learning.Pictures;

public class SideBySideTests
{
    [Fact]
    public void Every_picture_is_there_whole()
    {
        RgbImage red = Sample.Plain(60, 40, (201, 3, 5)), green = Sample.Plain(60, 40, (3, 202, 5)), blue = Sample.Plain(50, 30, (3, 5, 203));
        var picture = SideBySide.Render(["image", "a caption that is much longer than its column"], [[red, green], [blue]], ["frame 1", "frame 2"], "A title", [("Sky", (1, 99, 2))], scale: 2);
        Assert.Equal(4 * 60 * 40, picture.Count((201, 3, 5)));
        Assert.Equal(4 * 60 * 40, picture.Count((3, 202, 5)));
        Assert.Equal(4 * 50 * 30, picture.Count((3, 5, 203)));
        Assert.True(picture.Count((1, 99, 2)) > 100);
    }

    [Fact]
    public void Captions_are_lettered_without_system_fonts()
    {
        RgbImage[][] rows = [[Sample.Plain(80, 20, (255, 255, 255))]];
        Assert.NotEqual(SideBySide.Render([""], rows).Pixels, SideBySide.Render(["truth"], rows).Pixels);
        Assert.NotEqual(SideBySide.Render(["truths"], rows).Pixels, SideBySide.Render(["truthi"], rows).Pixels);
    }

    [Fact]
    public void Nothing_at_all_is_still_a_picture()
    {
        Assert.True(SideBySide.Render([], []).Width > 0);
        Assert.True(SideBySide.Render(["image"], []).Height > 0);
        Assert.True(SideBySide.Render(["image"], [[]]).Height > 0);
    }

    [Fact]
    public void Captions_that_do_not_fit_the_pictures_are_refused()
    {
        var image = Sample.Image(4, 4);
        Assert.Throws<ArgumentException>(() => SideBySide.Render(["image"], [[image, image]]));
        Assert.Throws<ArgumentException>(() => SideBySide.Render(["image"], [[image]], ["one", "two"]));
    }
}
