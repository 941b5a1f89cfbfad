using Prcl.Images.Datasets;
using Prcl.Images.Files;
using Prcl.Learning.Datasets;
using Prcl.Unit.Learning.Images;
using Xunit;

namespace Prcl.Unit.Learning.Datasets;

public sealed class FolderDatasetTests : IDisposable
{
    private readonly TestDataset _files = new();

    public void Dispose() => _files.Dispose();

    [Fact]
    public void Items_come_in_ordinal_order_with_their_labels()
    {
        _files.WithDomain("day", 3).WithDomain("day", 1, prefix: "Z").WithDomain("day", 1, prefix: "a");

        var day = Open("day");

        Assert.Equal("day", day.Name);
        Assert.Equal(["0000", "0001", "0002", "Z0000", "a0000"], day.Items.Select(item => item.Name));
        Assert.All(day.Items, item => Assert.NotNull(item.LabelPath));
    }

    [Fact]
    public void A_pair_is_loaded()
    {
        var day = Open(_files.WithDomain("day", 1));

        var (image, labels) = day.LoadPair(day.Items[0]);

        Assert.Equal((20, 16, 20, 16), (image.Width, image.Height, labels.Width, labels.Height));
        Assert.Equal(labels.Ids, day.LoadLabel(day.Items[0]).Ids);
        Assert.Equal(image.Pixels, day.LoadImage(day.Items[0]).Pixels);
    }

    [Fact]
    public void Labels_may_be_missing_only_when_asked()
    {
        _files.WithDomain("day", 2);
        File.Delete(Path.Combine(_files.Root, "day/labels/0001.png"));
        AssertRefused("0001.png", "no label '0001.png'", () => Open("day"));

        Assert.Null(Open("day", requireLabels: false).Items[1].LabelPath);
        AssertRefused("0001.png", "no label", () => Open("day", requireLabels: false).LoadLabel(Open("day", requireLabels: false).Items[1]));

        Directory.Delete(Path.Combine(_files.Root, "day/labels"), recursive: true);
        AssertRefused("labels", "does not exist", () => Open("day"));
        Assert.All(Open("day", requireLabels: false).Items, item => Assert.Null(item.LabelPath));
    }

    [Fact]
    public void A_label_without_image_is_always_refused()
    {
        _files.WithDomain("day", 2);
        File.Delete(Path.Combine(_files.Root, "day/images/0001.png"));

        AssertRefused("0001.png", "no image '0001'", () => Open("day", requireLabels: false));
    }

    [Fact]
    public void A_folder_without_images_is_refused()
    {
        AssertRefused("images", "does not exist", () => Open("day"));
        Directory.CreateDirectory(Path.Combine(_files.Root, "day/images"));
        AssertRefused("images", "holds no", () => Open("day"));
    }

    [Fact]
    public void Strange_files_and_names_taken_twice_are_refused_and_hidden_files_are_not()
    {
        _files.WithDomain("day", 1);
        _files.Write("day/images/.thumbnails", [1]);
        Assert.Single(Open("day").Items);

        var strange = _files.Write("day/images/0003.bmp", [1]);
        AssertRefused("0003.bmp", "only .jpg, .jpeg, .png", () => Open("day"));

        File.Delete(strange);
        _files.Write("day/images/0000.jpg", [1]);
        AssertRefused("0000.png", "taken by '0000.jpg'", () => Open("day"));
    }

    [Fact]
    public void An_unreadable_image_is_refused_when_loaded()
    {
        _files.WithDomain("day", 1);
        _files.Write("day/images/0000.png", "no picture"u8.ToArray());
        var day = Open("day");

        AssertRefused("images/0000.png", "does not begin like an image", () => day.LoadImage(day.Items[0]));
        AssertRefused("images/0000.png", "does not begin like an image", () => day.LoadLabel(day.Items[0]));
        File.Delete(day.Items[0].ImagePath);
        AssertRefused("images/0000.png", "cannot be read", () => day.LoadImage(day.Items[0]));
    }

    [Fact]
    public void A_label_that_does_not_fit_is_refused_when_loaded()
    {
        _files.WithDomain("day", 1);
        var day = Open("day");

        Put(new LabelMap(16, 20, new ushort[320]));
        AssertRefused("labels/0000.png", "label is 16×20 but its image is 20×16", () => day.LoadLabel(day.Items[0]));

        var ids = new ushort[320];
        ids[43] = 3;
        Put(new LabelMap(20, 16, ids));
        AssertRefused("labels/0000.png", "id 3 at column 3, row 2; known are 0 to 2 and 255", () => day.LoadPair(day.Items[0]));

        _files.Write("day/labels/0000.png", TestImages.Png(TestImages.Gradient(20, 16)));
        AssertRefused("labels/0000.png", "RGB colours", () => day.LoadLabel(day.Items[0]));

        void Put(LabelMap labels) => _files.Write("day/labels/0000.png", LabelPng.Write(labels));
    }

    [Fact]
    public void A_label_is_measured_against_the_upright_image()
    {
        _files.WithDomain("day", 1);
        File.Delete(Path.Combine(_files.Root, "day/images/0000.png"));
        _files.Write("day/images/0000.jpg", TestImages.WithExif(TestImages.Jpeg(TestImages.Gradient(16, 20)), orientation: 6));
        var day = Open("day");

        Assert.Equal((20, 16), (day.LoadPair(day.Items[0]).Image.Width, day.LoadLabel(day.Items[0]).Height));
    }

    private static void AssertRefused(string file, string words, Action action)
    {
        var error = Assert.Throws<DatasetException>(action);
        Assert.EndsWith(file, error.Path, StringComparison.Ordinal);
        Assert.Contains(words, error.Reason, StringComparison.Ordinal);
        Assert.Equal($"{error.Path}: {error.Reason}", error.Message);
    }

    private static FolderDataset Open(TestDataset files) => FolderDataset.Open(Path.Combine(files.Root, "day/"), TestDataset.Classes, requireLabels: true);

    private FolderDataset Open(string name, bool requireLabels = true) =>
        FolderDataset.Open(Path.Combine(_files.Root, name), TestDataset.Classes, requireLabels);
}
