using System.Text.Json;
using Prcl.Client.Commands;
using Prcl.Client.Predictions.Coco;
using Prcl.Images.Datasets;
using Prcl.Images.Files;
using Prcl.Images.Import.Regions;
using Xunit;

namespace Prcl.Unit.Client.Predictions.Coco;

public sealed class CocoFileTests : IDisposable
{
    private static readonly ClassList Classes = new([new("Sky", new(1, 2, 3)), new("Road", new(4, 5, 6)), new("Car", new(7, 8, 9))]);
    private readonly ScratchFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Runs_go_down_the_columns_and_begin_outside()
    {
        // 0 0 1
        // 1 0 1
        var masks = ClassMask.Of(new LabelMap(3, 2, [0, 0, 1, 1, 0, 1])).ToArray();

        Assert.Equal([0, 1], masks.Select(mask => mask.Id));
        Assert.Equal([0, 1, 1, 2, 2], masks[0].Counts);
        Assert.Equal([1, 1, 2, 2], masks[1].Counts);
        Assert.Equal((3, 3), (masks[0].Area, masks[1].Area));
        Assert.Equal([0, 0, 2, 2], masks[0].Box);
        Assert.Equal([0, 0, 3, 2], masks[1].Box);
    }

    [Fact]
    public async Task What_is_written_is_imported_pixel_by_pixel()
    {
        var random = new Random(4);
        var labels = Enumerable.Range(0, 12).Select(i => Stripes(random, 16 + i * 7 % 90, 16 + i * 13 % 70)).ToArray();
        var coco = new CocoFile(Classes);
        for (var i = 0; i < labels.Length; i++)
        {
            var image = _folder.At($"data/day/{i}.png");
            Directory.CreateDirectory(Path.GetDirectoryName(image)!);
            await File.WriteAllBytesAsync(image, RgbPng.Write(labels[i].Width, labels[i].Height, new byte[3 * labels[i].Ids.Length]), TestContext.Current.CancellationToken);
            coco.Add($"day/{i}.png", LabelPng.Write(labels[i]));
        }

        await using (var file = File.Create(_folder.At("data/predicted.json")))
        {
            await coco.Write(file, "test", TestContext.Current.CancellationToken);
        }

        await File.WriteAllTextAsync(_folder.At("classes.json"), Classes.ToJson(), TestContext.Current.CancellationToken);
        var prcl = new CommandLineRun();
        var code = await prcl.Run(TestContext.Current.CancellationToken, "import", "coco", _folder.At("data"), "--classes", _folder.At("classes.json"), "--out", _folder.At("out"));

        Assert.True(code == ExitCode.Done, prcl.Error);
        var written = Directory.GetFiles(_folder.At("out/labels"), "*.png", SearchOption.AllDirectories).ToDictionary(path => Path.GetFileNameWithoutExtension(path));
        Assert.Equal(labels.Length, written.Count);
        for (var i = 0; i < labels.Length; i++)
        {
            Assert.Equal(labels[i].Ids, LabelPng.Read(await File.ReadAllBytesAsync(written[$"{i}"], TestContext.Current.CancellationToken), ImageLimits.Default).Labels!.Ids);
        }
    }

    [Fact]
    public async Task Ids_are_those_of_classes_and_begin_at_one_for_images_and_annotations()
    {
        var coco = new CocoFile(Classes);
        coco.Add("a.jpg", LabelPng.Write(new LabelMap(16, 16, [.. Enumerable.Repeat((ushort)2, 256)])));
        coco.Add("b\\c.jpg", LabelPng.Write(new LabelMap(16, 16, new ushort[256])));

        using var written = new MemoryStream();
        await coco.Write(written, "test", TestContext.Current.CancellationToken);

        using var json = JsonDocument.Parse(written.ToArray());
        Assert.Equal("b/c.jpg", json.RootElement.GetProperty("images")[1].GetProperty("file_name").GetString());
        Assert.Equal([0, 1, 2], json.RootElement.GetProperty("categories").EnumerateArray().Select(category => category.GetProperty("id").GetInt32()));
        Assert.Equal(
            [(1, 1, 2), (2, 2, 0)],
            json.RootElement.GetProperty("annotations").EnumerateArray()
                .Select(a => (a.GetProperty("id").GetInt32(), a.GetProperty("image_id").GetInt32(), a.GetProperty("category_id").GetInt32())));
    }

    [Fact]
    public void Compressed_lengths_are_differences_from_the_fourth_on()
    {
        // By hand, from the algorithm of the reference (rleToString in cocoapi/common/maskApi.c): the fourth number is 3 less 1.
        Assert.Equal("0112", CompressedCounts.Encode([0, 1, 1, 3]));
        Assert.Equal([0, 1, 1, 3], CompressedCounts.Decode(CompressedCounts.Encode([0, 1, 1, 3]), ""));
        int[] long_ = [1_000_000, 1, 15, 16, 0, 33_554_431];
        Assert.Equal(long_, CompressedCounts.Decode(CompressedCounts.Encode(long_), ""));
    }

    // Stripes and noise, so that runs are long and short.
    private static LabelMap Stripes(Random random, int width, int height) =>
        new(width, height, [.. Enumerable.Range(0, width * height).Select(i => (ushort)(random.Next(4) == 0 ? random.Next(3) : i / 37 % 3))]);
}
