using Prcl.Images.Files;
using Prcl.Learning.Pictures;
using Xunit;

namespace Prcl.Unit.Learning.Pictures;

public class OverlayTests
{
    private static readonly (byte, byte, byte)[] Palette = [(200, 0, 100)];

    [Fact]
    public void Opacity_mixes_image_and_class_colour()
    {
        var image = Sample.Plain(2, 1, (100, 100, 100));
        var labels = new LabelMap(2, 1, [0, 255]);
        Assert.Equal((150, 50, 100), Overlay.Render(image, labels, Palette, 0.5).At(0, 0));
        Assert.Equal((100, 100, 100), Overlay.Render(image, labels, Palette, 0).At(0, 0));
        Assert.Equal((200, 0, 100), Overlay.Render(image, labels, Palette, 1).At(0, 0));
        Assert.Equal((100, 100, 100), Overlay.Render(image, labels, Palette, 1).At(1, 0));
    }

    [Fact]
    public void The_image_itself_is_left_as_it_is()
    {
        var image = Sample.Plain(1, 1, (10, 10, 10));
        Overlay.Render(image, new LabelMap(1, 1, [0]), Palette);
        Assert.Equal((10, 10, 10), image.At(0, 0));
    }

    [Fact]
    public void Different_sizes_and_odd_opacities_are_refused()
    {
        var image = Sample.Image(3, 2);
        Assert.Contains("3×2", Assert.Throws<ArgumentException>(() => Overlay.Render(image, new LabelMap(2, 3, new ushort[6]), Palette)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => Overlay.Render(image, new LabelMap(3, 2, new ushort[6]), Palette, double.NaN));
    }
}
