using Prcl.Images.Files;
using Prcl.Unit.Learning.Images;
using Xunit;

namespace Prcl.Unit.Images.Files;

public sealed class ImageInspectorTests
{
    [Theory]
    [InlineData("474946383961100010000000000000000000000000", "GIF")]
    [InlineData("524946461000000057454250565038204400000000", "WebP")]
    [InlineData("424D36000000000000003600000028000000100000", "BMP")]
    [InlineData("49492A00080000000100000000000000000000", "TIFF")]
    [InlineData("4D4D002A0000000800000000000000000000", "TIFF")]
    [InlineData("00000018667479706865696300000000686569630000", "HEIC or AVIF")]
    public void Other_formats_are_refused_by_name(string hex, string name)
    {
        var verdict = ImageInspector.Inspect(Convert.FromHexString(hex));

        Assert.Equal(ImageRefusal.UnsupportedFormat, verdict.Refusal);
        Assert.Contains($"the file is {name};", verdict.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Text_is_not_an_image_even_when_it_begins_like_a_bitmap()
    {
        Assert.Equal(ImageRefusal.NotAnImage, ImageInspector.Inspect("Once upon a time there was a text."u8).Refusal);
        Assert.Equal(ImageRefusal.NotAnImage, ImageInspector.Inspect("BMW makes cars, not bitmaps, they say."u8).Refusal);
    }

    [Fact]
    public void A_jpeg_shows_its_header()
    {
        var header = ImageInspector.Inspect(TestImages.Jpeg(TestImages.Gradient(48, 32))).Header;

        Assert.Equal(new ImageHeader { Format = ImageFormat.Jpeg, Width = 48, Height = 32, BitDepth = 8, Pixels = PixelKind.Rgb }, header);
    }

    [Theory]
    [InlineData(1, 0, PixelKind.Gray)]
    [InlineData(16, 0, PixelKind.Gray)]
    [InlineData(16, 2, PixelKind.Rgb)]
    [InlineData(4, 3, PixelKind.Palette)]
    [InlineData(8, 4, PixelKind.GrayAlpha)]
    [InlineData(16, 6, PixelKind.RgbAlpha)]
    public void A_png_shows_its_header(int depth, int colourType, PixelKind pixels)
    {
        var png = TestImages.PngOfRaw(20, 30, depth, colourType, interlace: 1, [1, 2, 3]);

        Assert.Equal(
            new ImageHeader { Format = ImageFormat.Png, Width = 20, Height = 30, BitDepth = depth, Pixels = pixels, IsInterlaced = true },
            ImageInspector.Inspect(png).Header);
    }

    [Theory]
    [InlineData(3, 2)]
    [InlineData(16, 3)]
    [InlineData(4, 6)]
    [InlineData(8, 1)]
    public void A_png_header_outside_the_format_is_corrupt(int depth, int colourType) =>
        Assert.Equal(ImageRefusal.Corrupt, ImageInspector.Inspect(TestImages.PngOfRaw(20, 30, depth, colourType, 0, [1, 2, 3])).Refusal);

    [Theory]
    [InlineData(0, 16)]
    [InlineData(16, -1)]
    public void A_png_side_outside_the_format_is_corrupt(int width, int height) =>
        Assert.Equal(ImageRefusal.Corrupt, ImageInspector.Inspect(TestImages.PngOfRaw(width, height, 8, 2, 0, [1, 2, 3])).Refusal);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Exif_orientation_is_read_in_both_byte_orders_and_swaps_the_sides(bool isLittle)
    {
        var header = ImageInspector.Inspect(TestImages.WithExif(TestImages.Jpeg(TestImages.Gradient(48, 32)), 6, isLittle)).Header;

        Assert.NotNull(header);
        Assert.Equal((6, 32, 48), (header.Orientation, header.Width, header.Height));
    }

    [Fact]
    public void Exif_orientation_of_a_png_is_read()
    {
        var png = TestImages.Png(16, 20, 8, 0, new byte[320], before: [("eXIf", TestImages.Tiff(8, isLittle: false))]);

        Assert.Equal((8, 20, 16), (ImageInspector.Inspect(png).Header!.Orientation, ImageInspector.Inspect(png).Header!.Width, ImageInspector.Inspect(png).Header!.Height));
    }

    [Fact]
    public void Nonsense_in_exif_counts_as_upright()
    {
        var jpeg = TestImages.Jpeg(TestImages.Gradient());

        Assert.Equal(1, ImageInspector.Inspect(TestImages.WithExif(jpeg, 9)).Header!.Orientation);
        Assert.Equal(1, ImageInspector.Inspect(TestImages.WithExif(jpeg, 0)).Header!.Orientation);
        Assert.Equal(1, ExifOrientation.Read("II*\0\xFF\xFF\xFF\xFF"u8));
        Assert.Equal(1, ExifOrientation.Read([.. "II*\0"u8, 8, 0, 0, 0, 200, 0, 1, 2, 3]));
    }

    [Fact]
    public void The_first_bytes_are_enough_for_the_header()
    {
        Assert.True(ImageInspector.Inspect(TestImages.Png(TestImages.Gradient()).AsSpan(0, 60)).IsAccepted);

        var jpeg = TestImages.Jpeg(TestImages.Gradient());
        var scan = jpeg.AsSpan().IndexOf<byte>([0xFF, 0xDA]);
        Assert.True(ImageInspector.Inspect(jpeg.AsSpan(0, scan + 20)).IsAccepted);
    }

    [Fact]
    public void Twelve_bit_lossless_and_arithmetic_jpegs_are_refused_by_name()
    {
        var jpeg = TestImages.Jpeg(TestImages.Gradient());
        var frame = jpeg.AsSpan().IndexOf<byte>([0xFF, 0xC0]);

        Assert.Contains("12 bits", Mutated(frame + 4, 12).Message, StringComparison.Ordinal);
        Assert.Contains("lossless", Mutated(frame + 1, 0xC3).Message, StringComparison.Ordinal);
        Assert.Contains("arithmetic", Mutated(frame + 1, 0xC9).Message, StringComparison.Ordinal);

        ImageVerdict Mutated(int at, byte value)
        {
            byte[] copy = [.. jpeg];
            copy[at] = value;
            return ImageInspector.Inspect(copy);
        }
    }
}
