using Prcl.Images.Files;
using Prcl.Learning.Images;
using Prcl.Unit.Learning.Images;
using Xunit;

namespace Prcl.Unit.Images.Files;

public sealed class LabelPngTests
{
    private static readonly ImageLimits Limits = ImageLimits.Default;

    /// <summary>The pass of each pixel of an 8×8 tile, as the standard prints it (ISO/IEC 15948, 8.2).</summary>
    private const string Adam7Tile =
        "16462646" + "77777777" + "56565656" + "77777777" + "36463646" + "77777777" + "56565656" + "77777777";

    [Theory]
    [InlineData(new ushort[] { 0, 1, 10, 255 }, 8)]
    [InlineData(new ushort[] { 0, 256, 65535 }, 16)]
    public void What_is_written_is_read_back(ushort[] ids, int depth)
    {
        var labels = TestImages.Labels(37, 19, ids);

        var png = LabelPng.Write(labels);
        var back = Accept(png);

        Assert.Equal((37, 19), (back.Width, back.Height));
        Assert.Equal(labels.Ids, back.Ids);
        Assert.Equal(depth, ImageInspector.Inspect(png).Header!.BitDepth);
    }

    [Fact]
    public void Coloured_ids_are_read_back_and_look_like_their_colours()
    {
        var labels = TestImages.Labels(37, 19, [0, 1, 2]);
        (byte, byte, byte)[] palette = [(10, 20, 30), (200, 0, 7), (0, 255, 1)];

        var png = LabelPng.WriteColoured(labels, palette);

        Assert.Equal(labels.Ids, Accept(png).Ids);
        Assert.Equal(Prcl.Learning.Pictures.ColourMap.Render(labels, palette).Pixels, ImageDecoder.Decode(png, Limits).Image!.Pixels);
        Assert.Throws<ArgumentException>(() => LabelPng.WriteColoured(labels, palette[..2]));
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(2, 0)]
    [InlineData(4, 0)]
    [InlineData(8, 0)]
    [InlineData(16, 0)]
    [InlineData(1, 3)]
    [InlineData(2, 3)]
    [InlineData(4, 3)]
    [InlineData(8, 3)]
    public void Every_depth_gives_the_stored_number_with_every_filter(int depth, int colourType)
    {
        var labels = TestImages.Labels(33, 21, [.. Enumerable.Range(0, 1 << Math.Min(depth, 12)).Select(id => (ushort)(id * (depth == 16 ? 15 : 1)))]);
        var packed = TestImages.Pack(labels.Ids, 33, depth);
        for (var filter = 0; filter <= 4; filter++)
        {
            var png = TestImages.Png(33, 21, depth, colourType, packed, filter, colourType == 3 ? [("PLTE", new byte[3])] : null, parts: 3);
            Assert.Equal(labels.Ids, Accept(png).Ids);
        }
    }

    [Theory]
    [InlineData(16, 16, 8)]
    [InlineData(17, 23, 8)]
    [InlineData(17, 23, 1)]
    [InlineData(19, 16, 16)]
    [InlineData(3, 1, 4)]
    [InlineData(1, 5, 2)]
    public void Interlaced_labels_are_put_in_place(int width, int height, int depth)
    {
        var labels = TestImages.Labels(width, height, [.. Enumerable.Range(0, 1 << Math.Min(depth, 8)).Select(id => (ushort)id)]);
        var raw = new List<byte>();
        for (var pass = '1'; pass <= '7'; pass++)
        {
            foreach (var row in Enumerable.Range(0, height))
            {
                ushort[] samples = [.. Enumerable.Range(0, width).Where(x => Adam7Tile[row % 8 * 8 + x % 8] == pass).Select(x => labels.Ids[row * width + x])];
                raw.AddRange(samples.Length == 0 ? [] : [0, .. TestImages.Pack(samples, samples.Length, depth)]);
            }
        }

        var png = TestImages.PngOfRaw(width, height, depth, 0, interlace: 1, [.. raw]);

        Assert.Equal(labels.Ids, Accept(png, Limits with { MinSide = 1 }).Ids);
    }

    [Theory]
    [InlineData(2, 3, "RGB colours")]
    [InlineData(4, 2, "gray with alpha")]
    [InlineData(6, 4, "RGB colours with alpha")]
    public void Colours_are_refused_by_name(int colourType, int channels, string words) =>
        AssertRefused(TestImages.Png(16, 16, 8, colourType, new byte[256 * channels]), ImageRefusal.NotALabelMap, words);

    [Fact]
    public void A_jpeg_is_refused_by_name() =>
        AssertRefused(TestImages.Jpeg(TestImages.Gradient()), ImageRefusal.UnsupportedFormat, "JPEG");

    [Fact]
    public void An_inflation_bomb_is_refused() =>
        AssertRefused(TestImages.PngOfRaw(16, 16, 8, 0, 0, new byte[20_000_000]), ImageRefusal.Corrupt, "more pixel data than pixels");

    [Fact]
    public void A_header_that_promises_more_than_the_data_can_inflate_to_is_refused()
    {
        AssertRefused(TestImages.PngOfRaw(8000, 4000, 8, 0, 0, new byte[1000]), ImageRefusal.Truncated, "cannot hold 8000×4000");
        AssertRefused(TestImages.PngOfRaw(100, 100, 8, 0, 0, new byte[1000]), ImageRefusal.Truncated, "pixel data ends");
        AssertRefused(TestImages.PngOfRaw(int.MaxValue, 30_000, 16, 0, 0, new byte[1000]), ImageRefusal.TooLarge, "2147483647×30000");
    }

    [Fact]
    public void Cut_anywhere_a_label_is_refused()
    {
        var png = LabelPng.Write(TestImages.Labels(32, 16, [0, 1, 2, 255]));
        for (var length = 1; length < png.Length; length++)
        {
            Assert.Equal(ImageRefusal.Truncated, LabelPng.Read(png.AsSpan(0, length), Limits).Refusal);
        }
    }

    [Fact]
    public void A_wrong_bit_is_refused()
    {
        var png = LabelPng.Write(TestImages.Labels(32, 16, [0, 1, 2, 255]));
        png[60] ^= 1;

        AssertRefused(png, ImageRefusal.Corrupt, "fails its CRC");
    }

    [Fact]
    public void An_unknown_filter_is_refused()
    {
        var raw = new byte[17 * 16];
        raw[17 * 3] = 5;

        AssertRefused(TestImages.PngOfRaw(16, 16, 8, 0, 0, raw), ImageRefusal.Corrupt, "filter 5");
    }

    [Fact]
    public void Data_that_are_no_zlib_stream_are_refused()
    {
        var png = TestImages.Png(16, 16, 8, 0, new byte[256]);
        using var broken = new MemoryStream();
        broken.Write(png.AsSpan(0, 33));
        LabelPngWriter.WriteChunk(broken, "IDAT", [1, 2, 3, 4, 5, 6, 7, 8]);
        LabelPngWriter.WriteChunk(broken, "IEND", []);

        AssertRefused(broken.ToArray(), ImageRefusal.Corrupt, "pixel data");
    }

    [Fact]
    public void A_palette_label_without_palette_is_refused() =>
        AssertRefused(TestImages.Png(16, 16, 8, 3, new byte[256]), ImageRefusal.Corrupt, "no PLTE");

    [Fact]
    public void Split_pixel_data_are_refused()
    {
        var whole = TestImages.Png(16, 16, 8, 0, new byte[256], parts: 2);
        var second = whole.AsSpan().LastIndexOf("IDAT"u8) - 4;
        using var text = new MemoryStream();
        LabelPngWriter.WriteChunk(text, "tEXt", "a\0b"u8);

        AssertRefused([.. whole[..second], .. text.ToArray(), .. whole[second..]], ImageRefusal.Corrupt, "not consecutive");
    }

    [Fact]
    public void A_turned_label_is_refused() => AssertRefused(
        TestImages.Png(16, 16, 8, 0, new byte[256], before: [("eXIf", TestImages.Tiff(6, isLittle: true))]), ImageRefusal.NotALabelMap, "orientation 6");

    [Fact]
    public void Cityscapes_labels_are_read_as_stored()
    {
        string[] folder = ["formats", "mmseg_pseudo_cityscapes", "gtFine"];
        var ids = ReadFixture([.. folder, "frankfurt_000000_000294_gtFine_labelIds.png"]);
        var trainIds = ReadFixture([.. folder, "frankfurt_000000_000294_gtFine_labelTrainIds.png"]);
        var instances = ReadFixture([.. folder, "frankfurt_000000_000294_gtFine_instanceIds.png"]);

        Assert.Equal((256, 128), (ids.Width, ids.Height));
        Assert.All(ids.Ids, id => Assert.InRange(id, 0, 33));
        Assert.All(trainIds.Ids, id => Assert.True(id is < 19 or 255));
        Assert.Contains(instances.Ids, id => id >= 1000);

        // An instance id is the class id, or 1000 × class id + instance.
        Assert.Equal(ids.Ids, instances.Ids.Select(id => (ushort)(id < 1000 ? id : id / 1000)));
    }

    [Theory]
    [InlineData("labelIds")]
    [InlineData("labelTrainIds")]
    public void Eight_bit_gray_labels_agree_with_the_image_codec(string kind)
    {
        var bytes = File.ReadAllBytes(SharedData.PathOrSkip("formats", "mmseg_pseudo_cityscapes", "gtFine", $"frankfurt_000000_000294_gtFine_{kind}.png"));

        var gray = ImageDecoder.Decode(bytes, Limits).Image!.Pixels.Where((_, i) => i % 3 == 0);

        Assert.Equal(gray, Accept(bytes).Ids.Select(id => (byte)id));
    }

    [Fact]
    public void Four_bit_palettes_are_read_as_stored()
    {
        for (var i = 0; i < 5; i++)
        {
            var labels = ReadFixture("formats", "mmseg_pseudo_dataset", "gts", $"0000{i}_gt.png");
            Assert.Equal((256, 128), (labels.Width, labels.Height));
            Assert.All(labels.Ids, id => Assert.InRange(id, 0, 15));
            Assert.True(labels.Ids.Distinct().Count() > 1);
        }
    }

    [Fact]
    public void A_voc_label_saved_in_colours_is_refused()
    {
        var bytes = File.ReadAllBytes(SharedData.PathOrSkip("formats", "voc", "SegmentationClass", "2007_000001.png"));

        Assert.Equal(ImageRefusal.NotALabelMap, LabelPng.Read(bytes, Limits).Refusal);
    }

    private static LabelMap ReadFixture(params string[] parts) => Accept(File.ReadAllBytes(SharedData.PathOrSkip(parts)));

    private static LabelMap Accept(byte[] png, ImageLimits? limits = null)
    {
        var read = LabelPng.Read(png, limits ?? Limits);
        Assert.True(read.IsAccepted, read.Message);
        return read.Labels;
    }

    private static void AssertRefused(byte[] file, ImageRefusal refusal, string words)
    {
        var read = LabelPng.Read(file, Limits);
        Assert.Equal(refusal, read.Refusal);
        Assert.Contains(words, read.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', read.Message);
        Assert.Null(read.Labels);
    }
}
