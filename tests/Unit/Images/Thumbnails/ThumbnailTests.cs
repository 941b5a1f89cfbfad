using Prcl.Images.Thumbnails;
using Prcl.Learning.Images;
using Prcl.Unit.Learning.Images;
using SkiaSharp;
using Xunit;

namespace Prcl.Unit.Images.Thumbnails;

public sealed class ThumbnailTests
{
    [Theory]
    [InlineData(64, 48, 95)]
    [InlineData(61, 45, 60)]
    public void A_jpeg_is_shown_at_an_eighth_of_its_size_as_a_decoder_would_see_it(int width, int height, int quality)
    {
        var photograph = TestImages.Gradient(width, height);

        Compare(photograph, Thumbnail.Of(TestImages.Jpeg(photograph, quality))!);
    }

    [Fact]
    public void Colours_at_half_the_size_are_read_too()
    {
        var photograph = TestImages.Gradient(61, 45);
        using var bitmap = SKBitmap.Decode(TestImages.Png(photograph));
        using var pixels = bitmap.PeekPixels();
        using var data = pixels.Encode(new SKJpegEncoderOptions(90, SKJpegEncoderDownsample.Downsample420, SKJpegEncoderAlphaOption.Ignore));

        Compare(photograph, Thumbnail.Of(data.ToArray())!, farthest: 32);
    }

    [Fact]
    public void A_turned_photograph_is_shown_upright()
    {
        var small = Thumbnail.Of(TestImages.WithExif(TestImages.Jpeg(TestImages.Gradient(64, 48)), 6))!;

        Assert.Equal((6, 8), (small.Width, small.Height));
        Assert.True(small.Rgb[0] < 40 && small.Rgb[3 * 5 + 1] < small.Rgb[1]); // the left column is the top row now
    }

    [Fact]
    public void A_png_is_shown_whole() => Assert.Equal(TestImages.Gradient().Pixels, Thumbnail.Of(TestImages.Png(TestImages.Gradient()))!.Rgb);

    [Fact]
    public void Damaged_files_have_a_picture_or_none_and_never_throw()
    {
        var sound = TestImages.Jpeg(TestImages.Gradient(64, 48));
        var random = new Random(3);
        for (var i = 0; i < 500; i++)
        {
            var damaged = sound.ToArray();
            for (var j = 0; j <= i % 4; j++)
            {
                damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
            }

            Thumbnail.Of(damaged.AsSpan(0, i % 5 == 0 ? random.Next(damaged.Length) : damaged.Length));
        }
    }

    private static void Compare(RgbImage photograph, SmallPicture small, int farthest = 8)
    {
        Assert.Equal(((photograph.Width + 7) / 8, (photograph.Height + 7) / 8), (small.Width, small.Height));
        for (var i = 0; i < small.Width * small.Height; i++)
        {
            var (left, top) = (i % small.Width * 8, i / small.Width * 8);
            var block = Enumerable.Range(0, 64).Select(p => (X: left + p % 8, Y: top + p / 8)).Where(p => p.X < photograph.Width && p.Y < photograph.Height).ToArray();
            for (var channel = 0; channel < 3 && block.Length == 64; channel++)
            {
                var mean = block.Average(p => photograph.Pixels[3 * (p.Y * photograph.Width + p.X) + channel]);
                Assert.InRange(small.Rgb[3 * i + channel], mean - farthest, mean + farthest);
            }
        }
    }
}
