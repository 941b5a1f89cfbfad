using Prcl.Images.Datasets;
using Prcl.Unit.Learning.Images;
using Xunit;

namespace Prcl.Unit.Images.Import.Formats;

public sealed class VocFormatTests : IDisposable
{
    private static readonly ClassList Classes = ImportFixture.Classes("background", "person", "car");
    private readonly ImportFixture _data = new();

    public void Dispose() => _data.Dispose();

    [Fact]
    public void Numbers_become_the_classes_of_their_names_and_borders_are_ignored()
    {
        _data.Photos("JPEGImages/a.png").Numbers("SegmentationClass/a.png", (x, y) => x switch { 0 => 15, 1 => 7, 2 => 255, _ => 0 });

        Assert.Equal("12-00000000000000000", _data.Only("voc", Classes)[0]);
    }

    [Fact]
    public void Colours_are_as_good_as_numbers()
    {
        _data.Photos("JPEGImages/a.png").Colours("SegmentationClass/a.png", (x, y) => x switch { 0 => 0xc08080, 1 => 0x808080, 2 => 0xe0e0c0, _ => 0 });

        Assert.Equal("12-00000000000000000", _data.Only("voc", Classes)[0]);
    }

    [Fact]
    public void Lists_say_the_part_and_labels_that_none_names_are_left_out()
    {
        foreach (var name in new[] { "a", "b", "c" })
        {
            _data.Photos($"JPEGImages/{name}.png").Numbers($"SegmentationClass/{name}.png", (x, y) => 0);
        }

        _data.Photos("JPEGImages/d.png").Text("ImageSets/Segmentation/train.txt", "a\n").Text("ImageSets/Segmentation/val.txt", "b\n")
            .Text("ImageSets/Segmentation/trainval.txt", "a\nb\n").Text("ImageSets/Segmentation/test.txt", "d\n");
        var set = _data.Read("voc");
        Assert.Empty(set.Faults);
        Assert.Equal([("a", "train"), ("b", "val")], set.Items.Select(item => (Path.GetFileNameWithoutExtension(item.ImagePath), item.Split)));
        Assert.Equal(["images of test without a label left out", "labels that no list of ImageSets/Segmentation/ names are left out: 1"], set.Notes);
    }

    [Theory]
    [InlineData("a\nb\n", "", "train.txt, line 2, lists 'b', and there is no label 'b'")]
    [InlineData("a\n", "a\n", "val.txt, line 1,: 'a' stands there, and in train.txt, line 1, too")]
    public void Lists_that_contradict_the_files_or_each_other_are_named(string train, string val, string words)
    {
        _data.Photos("JPEGImages/a.png").Numbers("SegmentationClass/a.png", (x, y) => 0)
            .Text("ImageSets/Segmentation/train.txt", train).Text("ImageSets/Segmentation/val.txt", val);

        Assert.Contains(_data.Read("voc").Faults, fault => fault.Message.Contains(words, StringComparison.Ordinal));
    }

    [Fact]
    public void A_number_without_a_class_is_named_with_its_pixel()
    {
        _data.Photos("JPEGImages/a.png").Numbers("SegmentationClass/a.png", (x, y) => (x, y) == (3, 2) ? 21 : 0);

        Assert.Contains("column 3, row 2: the number 21 stands for no class", _data.Refusal("voc", Classes), StringComparison.Ordinal);
    }

    [Fact]
    public void The_sample_of_pascal_voc_is_read()
    {
        var set = Prcl.Images.Import.ImportFormats.Of("voc")!.Read(SharedData.PathOrSkip("formats", "voc"), new());

        Assert.Equal(21, set.Classes.Count);
        Assert.Equal("train", Assert.Single(set.Items).Split);
    }
}
