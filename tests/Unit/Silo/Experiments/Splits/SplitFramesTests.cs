using System.Text;
using Prcl.Images.Datasets;
using Prcl.Images.Files;
using Prcl.Silo.Experiments.Frames;
using Prcl.Silo.Experiments.Protocols;
using Prcl.Unit.Learning.Datasets;
using Prcl.Unit.Learning.Images;
using Xunit;

namespace Prcl.Unit.Silo.Experiments.Splits;

public sealed class SplitFramesTests : IDisposable
{
    private static readonly byte[] Image = TestImages.Png(TestImages.Gradient(20, 16));
    private readonly TestDataset _data = new();

    public void Dispose() => _data.Dispose();

    [Fact]
    public void A_VOC_folder_is_split_by_its_lists()
    {
        Voc(["2007_000001", "2007_000002", "2007_000003", "2007_000004"], unlabelled: ["2007_000005", "2007_000006"]);
        List("ImageSets/Segmentation/train.txt", "2007_000003", "/JPEGImages/2007_000001.jpg /SegmentationClass/2007_000001.png", "");
        List("unlabelled.txt", "2007_000006", "2007_000005", "2007_000001");
        List("ImageSets/Segmentation/val.txt", "2007_000004  1", "2007_000002");
        var protocol = Of(SplitFormat.Voc, "ImageSets/Segmentation/train.txt", "ImageSets/Segmentation/val.txt", "unlabelled.txt") with { Labelled = 2 };

        var frames = FrameSet.Open(protocol, _data.Root, []);

        var domain = Assert.Single(frames.Domains);
        Assert.Equal(["2007_000003", "2007_000001", "2007_000006", "2007_000005"], Names(domain.Streamed));
        Assert.Equal(["2007_000003", "2007_000001"], Names(domain.Labelled));
        Assert.Equal(["2007_000003", "2007_000001"], Names(frames.Labelled(protocol, seed: 3)));
        Assert.Equal(["2007_000004", "2007_000002"], Names(domain.Evaluation));
        Assert.Equal((21, "background", "tvmonitor", 255), (frames.Classes.Count, frames.Classes.Classes[0].Name, frames.Classes.Classes[20].Name, frames.Classes.Ignore));
        Assert.Equal((new RgbColor(192, 128, 128), new RgbColor(0, 64, 128)), (frames.Classes.Classes[15].Color, frames.Classes.Classes[20].Color));
        Assert.Equal([0, 15, 255, 20], domain.Labelled[0].LoadLabel!().Ids[..4]);
        Assert.Contains("2 images with a label, 4 that stream in, 2 to measure on, of 6", frames.Notes);
    }

    [Theory]
    [InlineData("labelIds", new ushort[] { 7, 33, 0, 34 }, new ushort[] { 0, 18, 255, 255 })]
    [InlineData("labelTrainIds", new ushort[] { 0, 18, 255, 5 }, new ushort[] { 0, 18, 255, 5 })]
    public void A_Cityscapes_folder_is_split_by_its_folders_and_has_19_classes(string kind, ushort[] written, ushort[] read)
    {
        foreach (var (part, city, number) in new[] { ("train", "aachen", 0), ("train", "aachen", 1), ("train", "bonn", 0), ("val", "lindau", 0) })
        {
            var stem = $"{city}_00000{number}_000019";
            _data.Write($"leftImg8bit/{part}/{city}/{stem}_leftImg8bit.png", Image);
            _data.Write($"gtFine/{part}/{city}/{stem}_gtFine_{kind}.png", Label(written));
            _data.Write($"gtFine/{part}/{city}/{stem}_gtFine_instanceIds.png", Label(written));
        }

        var frames = FrameSet.Open(Of(SplitFormat.Cityscapes, "train", "val") with { Labelled = 2 }, _data.Root, []);

        Assert.Equal((19, 3, 3, 1), (frames.Classes.Count, frames.Domains[0].Streamed.Count, frames.Domains[0].Labelled.Count, frames.Domains[0].Evaluation.Count));
        Assert.Equal(read, frames.Domains[0].Evaluation[0].LoadLabel!().Ids[..4]);

        List("labelled.txt", "leftImg8bit/train/aachen/aachen_000001_000019_leftImg8bit.png gtFine/train/aachen/aachen_000001_000019_gtFine_labelTrainIds.png");
        List("unlabelled.txt", "bonn_000000_000019_leftImg8bit", "aachen_000000_000019");
        var listed = FrameSet.Open(Of(SplitFormat.Cityscapes, "labelled.txt", "val", "unlabelled.txt") with { Labelled = 1 }, _data.Root, []);
        Assert.Equal(["aachen_000001_000019_leftImg8bit", "bonn_000000_000019_leftImg8bit", "aachen_000000_000019_leftImg8bit"], Names(listed.Domains[0].Streamed));
    }

    [Fact]
    public void A_list_of_its_own_classes_takes_those_of_the_folder()
    {
        Voc(["a", "b"], unlabelled: []);
        _data.WithClasses();
        List("a.txt", "a");
        List("b.txt", "b");

        Assert.Equal("road", FrameSet.Open(Of(SplitFormat.Voc, "a.txt", "b.txt"), _data.Root, []).Classes.Classes[0].Name);
    }

    [Fact]
    public void What_a_list_gets_wrong_is_named_with_list_line_and_image()
    {
        Voc(["a", "b"], unlabelled: ["c"]);
        List("a.txt", "a");
        List("b.txt", "b");
        List("bare.txt", "a", "c");
        List("wrong.txt", "a", "", "d.jpg");
        List("empty.txt", "", " ");

        Refused("a.txt", "wrong.txt", "wrong.txt: line 3 names 'd.jpg', and there is no such image");
        Refused("bare.txt", "b.txt", "c.jpg: the image is in the list splits.labelled but has no label");
        Refused("a.txt", "a.txt", "a.jpg: the image is in the list for evaluation and in one that is learned from");
        Refused("a.txt", "empty.txt", "splits.evaluation: the list names no image");
        Refused("nowhere.txt", "b.txt", "splits.labelled: there is no such list, and no image in a folder 'nowhere.txt/'");
        var many = Of(SplitFormat.Voc, "a.txt", "b.txt") with { Labelled = 5 };
        Assert.Contains(
            "5 frames should be labelled, but only 1 are in the list 'a.txt'", Assert.Throws<DatasetException>(() => FrameSet.Open(many, _data.Root, []).Labelled(many, 0)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_image_that_two_folders_have_is_told_apart_by_its_path()
    {
        foreach (var folder in new[] { "one", "two" })
        {
            _data.Write($"images/{folder}/a.png", Image);
            _data.Write($"labels/{folder}/a.png", Label([0, 1, 2, 255]));
        }

        _data.WithClasses();
        List("one.txt", "images/one/a.png");
        List("two.txt", "two/a");
        List("either.txt", "a");

        var evaluation = FrameSet.Open(Of(SplitFormat.ClassIds, "one.txt", "two.txt"), _data.Root, []).Domains[0].Evaluation;
        Assert.Equal("two", Path.GetFileName(Path.GetDirectoryName(Assert.Single(evaluation).Name)));
        Refused("one.txt", "either.txt", "line 1 names 'a', which could be several images", SplitFormat.ClassIds);
    }

    [Fact]
    public void The_shared_fixture_of_mmsegmentation_is_read_by_its_lists()
    {
        var fixture = SharedData.PathOrSkip("formats", "mmseg_pseudo_dataset");
        foreach (var file in Directory.EnumerateFiles(fixture, "*", SearchOption.AllDirectories))
        {
            _data.Write(Path.GetRelativePath(fixture, file), File.ReadAllBytes(file));
        }

        _data.Write("classes.json", Encoding.UTF8.GetBytes(new ClassList([.. Enumerable.Range(0, 8).Select(k => new ClassInfo($"class {k}", new((byte)k, 0, 0)))]).ToJson()));

        var domain = FrameSet.Open(Of(SplitFormat.ClassIds, "splits/train.txt", "splits/val.txt") with { Labelled = 4 }, _data.Root, []).Domains[0];

        Assert.Equal((4, 1), (domain.Streamed.Count, domain.Evaluation.Count));
        Assert.All(domain.Streamed.Concat(domain.Evaluation), frame => Assert.Equal((frame.Load().Width, frame.Load().Height), (frame.LoadLabel!().Width, frame.LoadLabel!().Height)));
    }

    private void Refused(string labelled, string evaluation, string reason, SplitFormat format = SplitFormat.Voc) =>
        Assert.Contains(reason, Assert.Throws<DatasetException>(() => FrameSet.Open(Of(format, labelled, evaluation), _data.Root, [])).Message, StringComparison.Ordinal);

    private static Protocol Of(SplitFormat format, string labelled, string evaluation, string unlabelled = "") => new()
    {
        Domains = ["set"],
        Steps = 10,
        Labelled = 1,
        Splits = new SplitProtocol { Format = format, Labelled = labelled, Unlabelled = unlabelled, Evaluation = evaluation },
    };

    private void Voc(string[] labelled, string[] unlabelled)
    {
        foreach (var stem in labelled.Concat(unlabelled))
        {
            _data.Write($"JPEGImages/{stem}.jpg", Image);
        }

        foreach (var stem in labelled)
        {
            _data.Write($"SegmentationClass/{stem}.png", Label([0, 15, 255, 20]));
        }
    }

    private void List(string path, params string[] lines) => _data.Write(path, Encoding.UTF8.GetBytes(string.Join('\n', lines) + "\n"));

    // Its first pixels are these ids, and the others again.
    private static byte[] Label(ushort[] ids) => LabelPng.Write(new LabelMap(20, 16, [.. Enumerable.Range(0, 20 * 16).Select(i => ids[i % ids.Length])]));

    private static IEnumerable<string> Names(IEnumerable<Frame> frames) => frames.Select(f => Path.GetFileNameWithoutExtension(f.Name));
}
