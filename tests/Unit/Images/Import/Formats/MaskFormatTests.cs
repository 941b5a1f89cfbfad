using Prcl.Images.Datasets;
using Prcl.Images.Import;
using Prcl.Unit.Learning.Images;
using Xunit;

namespace Prcl.Unit.Images.Import.Formats;

/// <summary>Masks that lie where labels lie: colours, two numbers, MMSegmentation, Cityscapes.</summary>
public sealed class MaskFormatTests : IDisposable
{
    private static readonly ClassList Classes = new([new("sky", new(0, 0, 0)), new("road", new(200, 0, 0)), new("car", new(0, 0, 255))]);
    private readonly ImportFixture _data = new();

    public void Dispose() => _data.Dispose();

    [Fact]
    public void Colours_become_classes_exactly_or_the_nearest_within_a_limit()
    {
        _data.Photos("images/a.png").Colours("labels/a.png", (x, y) => x switch { 0 => 0xc80000, 1 => 0x0000ff, _ => 0 });
        Assert.Equal("12000000000000000000", _data.Only("colour", Classes)[0]);

        _data.Colours("labels/a.png", (x, y) => x switch { 0 => 0xc60101, 1 => 0x0000f8, _ => 0 });
        Assert.Equal("12000000000000000000", _data.Only("colour", Classes, new ImportOptions(NearestColour: 7))[0]);
        var error = Assert.Throws<DatasetException>(() => _data.Only("colour", Classes, new ImportOptions(NearestColour: 6)));
        Assert.Contains("lacks '#0000f8' (nearest is 'car' #0000ff, 7 away)", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_colour_between_two_classes_is_neither()
    {
        _data.Photos("images/a.png").Colours("labels/a.png", (x, y) => x == 0 ? 0x640000u : 0);

        Assert.Throws<DatasetException>(() => _data.Only("colour", Classes, new ImportOptions(NearestColour: 441)));
    }

    [Fact]
    public void Classes_of_one_colour_cannot_be_told_from_masks()
    {
        _data.Photos("images/a.png").Colours("labels/a.png", (x, y) => 0);

        Assert.Contains("have one colour", _data.Refusal("colour", new ClassList([new("a", default), new("b", default)])), StringComparison.Ordinal);
    }

    [Fact]
    public void A_photograph_in_place_of_a_mask_is_refused()
    {
        _data.Photos("images/a.png").Photos("labels/a.png");

        Assert.Contains("more than 256 colours", _data.Refusal("colour", Classes), StringComparison.Ordinal);
    }

    [Fact]
    public void Classes_are_made_of_the_colours_found()
    {
        _data.Photos("images/a.png").Colours("labels/a.png", (x, y) => x == 0 ? 0xc80000u : 0x0000ff);

        var classes = ClassListMaker.Of(ImportFormats.Of("colour")!, _data.Read("colour"), "x");
        Assert.Equal([new("#0000ff", new(0, 0, 255)), new("#c80000", new(200, 0, 0))], classes.Classes);
    }

    [Fact]
    public void Masks_may_be_in_another_place()
    {
        _data.Photos("pictures/a.png").Colours("drawn/a_L.png", (x, y) => x == 0 ? 0xc80000u : 0);

        Assert.Equal("10000000000000000000", Rows("colour", _data.Files.At("pictures"), new ImportOptions(_data.Files.At("drawn")))[0]);
    }

    [Theory]
    [InlineData(255)]
    [InlineData(1)]
    public void Black_is_class_0_and_the_other_number_class_1(int other)
    {
        _data.Photos("images/a.png").Numbers("masks/a.png", (x, y) => x == 1 ? other : 0);

        Assert.Equal("01000000000000000000", _data.Only("binary", Classes)[0]);
    }

    [Fact]
    public void A_mask_of_three_numbers_is_not_binary()
    {
        _data.Photos("images/a.png").Numbers("masks/a.png", (x, y) => x);

        Assert.Contains("a binary mask is black and one other colour, and this one has #010101 and #020202", _data.Refusal("binary", Classes), StringComparison.Ordinal);
    }

    [Fact]
    public void Numbers_of_mmsegmentation_are_ids_and_255_is_ignored()
    {
        _data.Photos("img_dir/train/a.png").Numbers("ann_dir/train/a.png", (x, y) => x switch { 0 => 2, 1 => 255, _ => 1 });

        Assert.Equal("2-111111111111111111", _data.Only("mmseg", Classes)[0]);
        Assert.Equal("1-000000000000000000", _data.Only("mmseg", Classes, new ImportOptions(ReduceZeroLabel: true))[0]);
        Assert.Equal("train", Assert.Single(_data.Read("mmseg").Items).Split);
    }

    [Fact]
    public void A_number_that_the_list_does_not_have_is_refused()
    {
        _data.Photos("img_dir/a.png").Numbers("ann_dir/a.png", (x, y) => 3);

        Assert.Contains("lacks '3' (the list has 3 classes, from 0)", Assert.Throws<DatasetException>(() => _data.Only("mmseg", Classes)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("labelIds", 7, 26, 6)]
    [InlineData("labelTrainIds", 0, 13, 255)]
    public void Cityscapes_numbers_become_the_classes_of_their_names(string kind, int road, int car, int other)
    {
        _data.Photos("leftImg8bit/val/ulm/a_leftImg8bit.png").Numbers($"gtFine/val/ulm/a_gtFine_{kind}.png", (x, y) => x switch { 0 => road, 1 => car, _ => other });

        Assert.Equal("12------------------", _data.Only("cityscapes", Classes)[0]);
        var classes = ClassListMaker.Of(ImportFormats.Of("cityscapes")!, _data.Read("cityscapes"), "x");
        Assert.Equal((19, "road", "bicycle"), (classes.Count, classes.Classes[0].Name, classes.Classes[^1].Name));
        Assert.Equal("val", Assert.Single(_data.Read("cityscapes").Items).Split);
    }

    [Theory]
    [InlineData("cityscapes", "mmseg_pseudo_cityscapes", 1)]
    [InlineData("mmseg", "mmseg_pseudo_dataset", 5)]
    public void The_samples_of_mmsegmentation_are_read(string format, string sample, int images)
    {
        var set = ImportFormats.Of(format)!.Read(SharedData.PathOrSkip("formats", sample), new());

        Assert.Empty(set.Faults);
        Assert.Equal(images, set.Items.Count);
        Assert.All(set.Items, item => Assert.NotEmpty(item.Drawing.Classes));
    }

    private static string[] Rows(string format, string root, ImportOptions options)
    {
        var set = ImportFormats.Of(format)!.Read(root, options);
        Assert.Empty(set.Faults);
        var converted = new LabelConverter(new ClassBinding(Classes, new Dictionary<string, string>(), null), Prcl.Images.Files.ImageLimits.Default).Convert(Assert.Single(set.Items));
        return ImportFixture.Rows(converted.Labels!);
    }
}
