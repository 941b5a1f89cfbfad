using Prcl.Images.Files;
using Prcl.Learning.Images;
using Xunit;

namespace Prcl.Unit.Learning.Images;

public sealed class ImageDecoderTests
{
    private static readonly ImageLimits Limits = ImageLimits.Default;

    [Fact]
    public void A_png_is_decoded_exactly()
    {
        var image = TestImages.Gradient();

        var decoded = ImageDecoder.Decode(TestImages.Png(image), Limits);

        Assert.True(decoded.IsAccepted, decoded.Message);
        Assert.Equal(image.Pixels, decoded.Image.Pixels);
    }

    [Fact]
    public void A_jpeg_is_decoded_closely()
    {
        var image = TestImages.Gradient();

        AssertClose(image, Accept(TestImages.Jpeg(image, 98)), tolerance: 8);
    }

    [Theory]
    [InlineData("", ImageRefusal.Empty, "0 bytes")]
    [InlineData("89504E47", ImageRefusal.Truncated, "4 bytes")]
    [InlineData("FFD8", ImageRefusal.Truncated, "2 bytes")]
    [InlineData("FFD8FFD9", ImageRefusal.Corrupt, "no frame header")]
    [InlineData("68656C6C6F20776F726C64", ImageRefusal.NotAnImage, "PNG and JPEG")]
    [InlineData("474946383961100010008000000000000000000021F904", ImageRefusal.UnsupportedFormat, "GIF")]
    public void What_is_no_picture_is_refused_by_name(string hex, ImageRefusal refusal, string words) =>
        AssertRefused(Convert.FromHexString(hex), refusal, words);

    [Theory]
    [InlineData(30_000, 30_000, ImageRefusal.TooLarge, "30000×30000")]
    [InlineData(int.MaxValue, int.MaxValue, ImageRefusal.TooLarge, "2147483647×2147483647")]
    [InlineData(8192, 8000, ImageRefusal.TooLarge, "65536000 pixels")]
    [InlineData(1, 1, ImageRefusal.TooSmall, "1×1")]
    [InlineData(8000, 4000, ImageRefusal.Truncated, "cannot hold 8000×4000")]
    public void A_header_is_judged_before_anything_is_allocated(int width, int height, ImageRefusal refusal, string words)
    {
        var png = TestImages.PngOfRaw(width, height, 8, 2, 0, new byte[1000]);
        AssertRefused(png, refusal, words);
        var before = GC.GetAllocatedBytesForCurrentThread();

        ImageDecoder.Check(png, Limits);

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 20_000);
    }

    [Fact]
    public void A_jpeg_header_bomb_is_refused()
    {
        var jpeg = TestImages.FlatJpeg([128], null);
        var frame = jpeg.AsSpan().IndexOf<byte>([0xFF, 0xC0]);

        byte[] large = [.. jpeg];
        (large[frame + 5], large[frame + 7]) = (0xFF, 0xFF);
        AssertRefused(large, ImageRefusal.TooLarge, "65304×65304");

        byte[] thin = [.. jpeg];
        (thin[frame + 5], thin[frame + 7]) = (0x10, 0x10);
        AssertRefused(thin, ImageRefusal.Truncated, "cannot hold 4120×4120");
    }

    [Fact]
    public void Too_many_scans_are_refused()
    {
        var jpeg = TestImages.FlatJpeg([128], null);
        var scan = jpeg[jpeg.AsSpan().IndexOf<byte>([0xFF, 0xDA])..^2];

        AssertRefused([.. jpeg[..^2], .. Enumerable.Repeat(scan, 100).SelectMany(bytes => bytes), 0xFF, 0xD9], ImageRefusal.TooLarge, "64 scans");
    }

    [Fact]
    public void Too_many_bytes_are_refused() => AssertRefused(
        TestImages.Png(TestImages.Gradient()), ImageRefusal.TooManyBytes, "at most 100", Limits with { MaxBytes = 100 });

    [Fact]
    public void Cut_anywhere_a_file_is_refused()
    {
        foreach (var file in new[] { TestImages.Png(TestImages.Gradient()), TestImages.Jpeg(TestImages.Gradient()) })
        {
            for (var length = 1; length < file.Length; length++)
            {
                var verdict = ImageDecoder.Check(file.AsSpan(0, length), Limits);
                Assert.True(verdict.Refusal == ImageRefusal.Truncated, $"cut to {length} of {file.Length}: {verdict}");
            }
        }
    }

    [Fact]
    public void A_jpeg_whose_end_marker_was_put_after_a_cut_in_its_headers_is_refused()
    {
        var jpeg = TestImages.Jpeg(TestImages.Gradient());
        var scan = jpeg.AsSpan().IndexOf<byte>([0xFF, 0xDA]);

        Assert.False(ImageDecoder.Check([.. jpeg[..scan], 0xFF, 0xD9], Limits).IsAccepted);
    }

    [Fact]
    public void A_png_with_one_wrong_bit_is_refused()
    {
        var png = TestImages.Png(TestImages.Gradient());
        png[png.Length / 2] ^= 4;

        AssertRefused(png, ImageRefusal.Corrupt, "IDAT chunk at byte 33 fails its CRC");
    }

    [Fact]
    public void A_png_with_too_few_rows_is_refused() =>
        AssertRefused(TestImages.PngOfRaw(32, 32, 8, 2, 0, new byte[97 * 20]), ImageRefusal.Truncated, "pixel data ends");

    [Fact]
    public void An_animated_png_is_refused()
    {
        var png = TestImages.Png(16, 16, 8, 0, new byte[256], before: [("acTL", [0, 0, 0, 2, 0, 0, 0, 0])]);

        AssertRefused(png, ImageRefusal.Animated, "acTL");
    }

    [Fact]
    public void Bytes_after_the_end_do_no_harm()
    {
        Assert.True(ImageDecoder.Check([.. TestImages.Png(TestImages.Gradient()), 1, 2, 3], Limits).IsAccepted);
        Assert.True(ImageDecoder.Check([.. TestImages.Jpeg(TestImages.Gradient()), 1, 2, 3], Limits).IsAccepted);
    }

    [Theory]
    [InlineData(true, 1)]
    [InlineData(false, 2)]
    [InlineData(true, 3)]
    [InlineData(false, 4)]
    [InlineData(true, 5)]
    [InlineData(false, 6)]
    [InlineData(true, 7)]
    [InlineData(false, 8)]
    public void A_turned_image_comes_out_upright(bool isPng, int orientation)
    {
        var upright = TestImages.Gradient(40, 24);
        var stored = Turn(upright, orientation);
        var file = isPng
            ? TestImages.Png(stored.Width, stored.Height, 8, 2, stored.Pixels, before: [("eXIf", TestImages.Tiff(orientation, isLittle: true))])
            : TestImages.WithExif(TestImages.Jpeg(stored, 98), orientation);

        AssertClose(upright, Accept(file), isPng ? 0 : 8);
    }

    [Fact]
    public void Sixteen_bits_become_eight()
    {
        var image = TestImages.Gradient();
        byte[] wide = [.. image.Pixels.SelectMany(value => new[] { value, value })];

        Assert.Equal(image.Pixels, Accept(TestImages.Png(image.Width, image.Height, 16, 2, wide)).Pixels);
    }

    [Fact]
    public void Gray_becomes_three_equal_channels()
    {
        byte[] gray = [.. Enumerable.Range(0, 256).Select(value => (byte)value)];
        byte[] tripled = [.. gray.SelectMany(value => new[] { value, value, value })];

        Assert.Equal(tripled, Accept(TestImages.Png(16, 16, 8, 0, gray)).Pixels);
        Assert.All(Accept(TestImages.FlatJpeg([77], null)).Pixels, value => Assert.Equal(77, value));
    }

    [Fact]
    public void A_palette_image_becomes_its_colours()
    {
        var png = TestImages.Png(16, 16, 1, 3, [.. Enumerable.Repeat((byte)0b0101_0101, 32)], before: [("PLTE", [10, 20, 30, 200, 210, 220])]);

        Assert.Equal([10, 20, 30, 200, 210, 220], Accept(png).Pixels[..6]);
    }

    [Fact]
    public void Alpha_is_dropped_without_blending()
    {
        byte[] pixels = [.. Enumerable.Range(0, 256).SelectMany(i => new byte[] { 200, 100, 50, (byte)i })];

        Assert.All(Accept(TestImages.Png(16, 16, 8, 6, pixels)).Pixels.Chunk(3), pixel => Assert.Equal([200, 100, 50], pixel));
    }

    [Fact]
    public void Inverted_cmyk_is_decoded_to_its_colour()
    {
        // Stored inverted: 255 is no ink. Red ink-free, half green, no blue; then the same with black over it.
        Assert.Equal([255, 128, 0], Accept(TestImages.FlatJpeg([255, 128, 0, 255], adobeTransform: 0)).Pixels[..3]);
        AssertNear([128, 64, 0], Accept(TestImages.FlatJpeg([255, 128, 0, 128], adobeTransform: 0)).Pixels[..3], 1);
    }

    [Fact]
    public void Ycck_is_decoded_to_its_colour() =>
        AssertNear([100, 100, 100], Accept(TestImages.FlatJpeg([155, 128, 128, 255], adobeTransform: 2)).Pixels[..3], 1);

    [Fact]
    public void Cmyk_of_unknown_polarity_is_refused_by_name() =>
        AssertRefused(TestImages.FlatJpeg([255, 128, 0, 255], adobeTransform: null), ImageRefusal.UnsupportedFormat, "CMYK");

    [Fact]
    public void Check_and_decode_agree_on_real_frames()
    {
        foreach (var path in Directory.EnumerateFiles(SharedData.PathOrSkip("camvid", "0001TP", "images")).Order().Take(5))
        {
            var bytes = File.ReadAllBytes(path);
            Assert.Equal((240, 180), (Accept(bytes).Width, Accept(bytes).Height));
            Assert.True(ImageDecoder.Check(bytes, Limits).IsAccepted);
        }
    }

    private static RgbImage Accept(byte[] file)
    {
        var decoded = ImageDecoder.Decode(file, Limits);
        Assert.True(decoded.IsAccepted, decoded.Message);
        return decoded.Image;
    }

    private static void AssertRefused(byte[] file, ImageRefusal refusal, string words, ImageLimits? limits = null)
    {
        var (decoded, verdict) = (ImageDecoder.Decode(file, limits ?? Limits), ImageDecoder.Check(file, limits ?? Limits));
        Assert.Equal(refusal, decoded.Refusal);
        Assert.Contains(words, decoded.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', decoded.Message);
        Assert.Null(decoded.Image);
        Assert.Equal((decoded.Refusal, decoded.Message), (verdict.Refusal, verdict.Message));
    }

    private static void AssertClose(RgbImage expected, RgbImage actual, int tolerance)
    {
        Assert.Equal((expected.Width, expected.Height), (actual.Width, actual.Height));
        AssertNear(expected.Pixels, actual.Pixels, tolerance);
    }

    private static void AssertNear(byte[] expected, byte[] actual, int tolerance) =>
        Assert.InRange(expected.Zip(actual, (x, y) => Math.Abs(x - y)).Max(), 0, tolerance);

    /// <summary>Stores an upright image the way a camera held like this does (EXIF 2.32, orientation: where row 0 and column 0 are).</summary>
    private static RgbImage Turn(RgbImage upright, int orientation)
    {
        var (width, height) = orientation >= 5 ? (upright.Height, upright.Width) : (upright.Width, upright.Height);
        var pixels = new byte[upright.Pixels.Length];
        for (var i = 0; i < width * height; i++)
        {
            var (row, column) = (i / width, i % width);
            var (x, y) = orientation switch
            {
                2 => (width - 1 - column, row), // row 0 top, column 0 right
                3 => (width - 1 - column, height - 1 - row), // bottom, right
                4 => (column, height - 1 - row), // bottom, left
                5 => (row, column), // left, top
                6 => (height - 1 - row, column), // right, top
                7 => (height - 1 - row, width - 1 - column), // right, bottom
                8 => (row, width - 1 - column), // left, bottom
                _ => (column, row),
            };
            upright.Pixels.AsSpan(3 * (y * upright.Width + x), 3).CopyTo(pixels.AsSpan(3 * i));
        }

        return new RgbImage(width, height, pixels);
    }
}
