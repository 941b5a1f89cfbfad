using Prcl.Learning.Pictures;
using SkiaSharp;
using Xunit;

namespace Prcl.Unit.Learning.Pictures;

public class PngEncoderTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(37, 23)]
    [InlineData(240, 176)]
    public void Decoding_gives_the_same_pixels(int width, int height)
    {
        var image = Sample.Image(width, height, seed: width);
        using var decoded = SKBitmap.Decode(PngEncoder.Encode(image));
        Assert.Equal((width, height), (decoded.Width, decoded.Height));
        Assert.Equal(image.Pixels, decoded.Pixels.SelectMany(p => new[] { p.Red, p.Green, p.Blue }));
    }

    [Fact]
    public void The_file_is_PNG_without_transparency()
    {
        var file = PngEncoder.Encode(Sample.Image(4, 4));
        Assert.Equal([0x89, (byte)'P', (byte)'N', (byte)'G'], file[..4]);
        const int ColourType = 25;
        Assert.Equal(2, file[ColourType]);
    }
}
