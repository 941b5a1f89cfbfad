using Prcl.Images.Datasets;
using Prcl.Images.Files;
using Prcl.Learning.Datasets;
using Prcl.Silo.Demo;
using Prcl.Unit.Learning.Images;
using Xunit;

namespace Prcl.Unit.Learning.Datasets;

/// <summary>Folders to train on, to measure on and for the demo are paired as pushed ones are.</summary>
public sealed class FolderLayoutTests : IDisposable
{
    private static readonly byte[] Photo = TestImages.Jpeg(TestImages.Gradient(20, 16));
    private static readonly byte[] Label = LabelPng.Write(TestImages.Labels(20, 16, [0, 1, 2]));
    private readonly TestDataset _files = new();

    public void Dispose() => _files.Dispose();

    [Theory]
    [InlineData("images/a.jpg", "labels/a.PNG")]
    [InlineData("images/sub/a.jpg", "labels/sub/a.png")]
    [InlineData("images/a.jpg", "masks/a_mask.png")]
    [InlineData("Images/a.jpg", "Labels/a.png")]
    [InlineData("images/a.jpg", "annotations/a.png")]
    [InlineData("JPEGImages/a.jpg", "SegmentationClass/a.png")]
    [InlineData("img_dir/train/a.jpg", "ann_dir/train/a.png")]
    [InlineData("leftImg8bit/ulm/a_leftImg8bit.png", "gtFine/ulm/a_gtFine_labelTrainIds.png")]
    [InlineData("images/a.jpg", "images/a_mask.png")]
    public void A_label_where_data_sets_keep_it_is_found(string image, string label)
    {
        _files.Write("day/" + image, image.EndsWith(".png", StringComparison.Ordinal) ? TestImages.Png(TestImages.Gradient(20, 16)) : Photo);
        _files.Write("day/" + label, Label);

        var day = FolderDataset.Open(Path.Combine(_files.Root, "day"), TestDataset.Classes, requireLabels: true);

        Assert.Equal(Path.Combine(_files.Root, "day", label), Assert.Single(day.Items).LabelPath);
        Assert.Equal(20, day.LoadPair(day.Items[0]).Labels.Width);
    }

    [Theory]
    [InlineData("labels/a.jpg", "PNG")]
    [InlineData("labels/a.npy", "PNG")]
    [InlineData("truth/a.png", "--labels")]
    [InlineData("images/sub/a.png", "may be that one's label")]
    [InlineData("labels", "can't be read as a folder")]
    public void A_label_in_another_place_is_told_even_where_labels_may_be_missing(string label, string words)
    {
        _files.Write("day/images/a.jpg", Photo);
        _files.Write("day/" + label, Label);

        var error = Assert.Throws<DatasetException>(() => FolderDataset.Open(Path.Combine(_files.Root, "day"), TestDataset.Classes, requireLabels: false));

        Assert.Contains(words, error.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Domains_of_any_known_layout_are_found_and_counted()
    {
        _files.WithClasses().WithDomain("day", 4);
        _files.Write("voc/JPEGImages/a.jpg", Photo);
        _files.Write("voc/JPEGImages/b.jpg", Photo);
        _files.Write("voc/SegmentationClass/a.png", Label);

        var set = DomainSet.Open(_files.Root, requireLabels: false);

        Assert.Equal(["day", "voc"], set.Domains.Select(domain => domain.Name));
        Assert.Equal("5 of 6 images with a label", set.LabelCount);
        Assert.Contains(set.Notes, note => note.Contains("labels are taken from SegmentationClass/", StringComparison.Ordinal));
    }

    [Fact]
    public void The_demo_says_how_many_images_have_a_label()
    {
        _files.WithClasses().WithDomain("day", 60);
        File.Delete(Path.Combine(_files.Root, "day/labels/0001.png"));

        Assert.EndsWith(", 59 of 60 images with a label", FolderSource.Open(_files.Root, null).Description, StringComparison.Ordinal);
    }

    [Fact]
    public void A_pipe_is_not_waited_for()
    {
        _files.WithDomain("day", 1);
        var image = Path.Combine(_files.Root, "day/images/0000.png");
        File.Delete(image);
        using (var shell = System.Diagnostics.Process.Start("mkfifo", [image]))
        {
            shell.WaitForExit();
        }

        var day = FolderDataset.Open(Path.Combine(_files.Root, "day"), TestDataset.Classes, requireLabels: true);

        Assert.Contains("pipe", Assert.Throws<DatasetException>(() => day.LoadImage(day.Items[0])).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_size_refusal_names_the_orientation()
    {
        _files.Write("day/images/a.jpg", TestImages.WithExif(TestImages.Jpeg(TestImages.Gradient(20, 16)), orientation: 8));
        _files.Write("day/labels/a.png", Label);
        var day = FolderDataset.Open(Path.Combine(_files.Root, "day"), TestDataset.Classes, requireLabels: true);

        Assert.Contains("EXIF orientation is 8", Assert.Throws<DatasetException>(() => day.LoadPair(day.Items[0])).Reason, StringComparison.Ordinal);
        Assert.Contains("EXIF orientation is 8", Assert.Throws<DatasetException>(() => day.LoadLabel(day.Items[0])).Reason, StringComparison.Ordinal);
    }
}
