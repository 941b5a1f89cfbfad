using Prcl.Client.Commands;
using Xunit;

namespace Prcl.Unit.Client.Push.Misread;

/// <summary>Masks of known data sets are labels, and never images to learn from.</summary>
public sealed class MasksTests : IDisposable
{
    private readonly PushRun _prcl = new();

    public void Dispose() => _prcl.Dispose();

    [Fact]
    public async Task Pascal_voc_is_read_as_what_it_is()
    {
        _prcl.Photos("voc/JPEGImages/1.jpg", "voc/JPEGImages/2.jpg")
            .Palettes("voc/SegmentationClass/1.png", "voc/SegmentationObject/1.png")
            .Others("voc/Annotations/1.xml", "voc/ImageSets/Segmentation/train.txt");

        Assert.Equal(ExitCode.Done, await _prcl.Push("voc"));
        Assert.Equal(["1.jpg+", "2.jpg"], _prcl.Pushed);
        Assert.All(_prcl.Pushes, push => Assert.Equal("voc", push.Domain));
    }

    [Theory]
    [InlineData("labelTrainIds")]
    [InlineData("labelIds")]
    public async Task Cityscapes_is_read_as_what_it_is(string ids)
    {
        const string Frame = "train/ulm/ulm_000000_000019_";
        _prcl.PngPhotos($"city/leftImg8bit/{Frame}leftImg8bit.png")
            .Labels($"city/gtFine/{Frame}gtFine_{ids}.png", $"city/gtFine/{Frame}gtFine_instanceIds.png")
            .PngPhotos($"city/gtFine/{Frame}gtFine_color.png")
            .Others($"city/gtFine/{Frame}gtFine_polygons.json");

        Assert.Equal(ExitCode.Done, await _prcl.Push("city"));
        var push = Assert.Single(_prcl.Pushes);
        Assert.Equal(await File.ReadAllBytesAsync(_prcl.Files.At($"city/gtFine/{Frame}gtFine_{ids}.png"), TestContext.Current.CancellationToken), push.Label);
    }

    [Fact]
    public async Task Of_both_kinds_of_cityscapes_ids_those_to_train_with_are_taken_and_told()
    {
        _prcl.PngPhotos("city/leftImg8bit/ulm_leftImg8bit.png").Labels("city/gtFine/ulm_gtFine_labelTrainIds.png", "city/gtFine/ulm_gtFine_labelIds.png");

        Assert.Equal(ExitCode.Done, await _prcl.Push("city"));
        Assert.Equal(await File.ReadAllBytesAsync(_prcl.Files.At("city/gtFine/ulm_gtFine_labelTrainIds.png"), TestContext.Current.CancellationToken), Assert.Single(_prcl.Pushes).Label);
        Assert.Contains("labelTrainIds", _prcl.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_tree_of_mmsegmentation_is_read_as_what_it_is()
    {
        _prcl.Photos("mm/img_dir/train/a.jpg", "mm/img_dir/val/b.jpg").Palettes("mm/ann_dir/train/a.png", "mm/ann_dir/val/b.png");

        Assert.Equal(ExitCode.Done, await _prcl.Push("mm"));
        Assert.Equal(["a.jpg+", "b.jpg+"], _prcl.Pushed);
        Assert.Contains("train/ and val/", _prcl.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Suffixes_of_images_and_labels_are_known()
    {
        _prcl.Photos("mm/imgs/0_img.jpg", "kaggle/images/1.jpg").Labels("mm/gts/0_gt.png", "kaggle/masks/1_mask.png");

        Assert.Equal(ExitCode.Done, await _prcl.Push("mm", "kaggle"));
        Assert.Equal(["0_img.jpg+", "1.jpg+"], _prcl.Pushed);
    }

    [Fact]
    public async Task Masks_beside_their_images_are_their_labels()
    {
        _prcl.Photos("photos/a.jpg", "photos/b.jpg").Labels("photos/a_mask.png", "photos/b_label.png");

        Assert.Equal(ExitCode.Done, await _prcl.Push("photos"));
        Assert.Equal(["a.jpg+", "b.jpg+"], _prcl.Pushed);
        Assert.Contains("a_mask.png", _prcl.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Capital_folders_are_known_too()
    {
        _prcl.Photos("set/Images/a.jpg").Labels("set/Labels/a.png");

        Assert.Equal(ExitCode.Done, await _prcl.Push("set"));
        Assert.Equal(["a.jpg+"], _prcl.Pushed);
    }

    [Fact]
    public async Task A_png_of_ids_with_the_name_of_an_image_elsewhere_is_no_image_without_the_flag()
    {
        _prcl.Photos("set/rgb/a.jpg", "set/rgb/b.jpg").Palettes("set/semantic/a.png").Labels("set/semantic/b.png");

        Assert.Equal(ExitCode.Failed, await _prcl.Push("set"));
        Assert.Empty(_prcl.Pushed);
        Assert.Contains("refused /set/semantic/a.png: ", _prcl.Error, StringComparison.Ordinal);
        Assert.Contains("refused /set/semantic/b.png: ", _prcl.Error, StringComparison.Ordinal);
        Assert.Contains("--labels /set/semantic", _prcl.Error, StringComparison.Ordinal);
        Assert.Contains("--unlabelled", _prcl.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_refused_masks_option_pairs_them_and_the_flag_makes_them_images()
    {
        _prcl.Photos("set/rgb/a.jpg").Palettes("set/semantic/a.png");

        Assert.Equal(ExitCode.Done, await _prcl.Push("set/rgb", "--labels", _prcl.Files.At("set/semantic")));
        Assert.Equal(["a.jpg+"], _prcl.Pushed);

        Assert.Equal(ExitCode.Done, await _prcl.Push("set/semantic", "--unlabelled"));
        Assert.Equal(["a.jpg+", "a.png"], _prcl.Pushed);
    }

    [Fact]
    public async Task A_png_of_ids_with_the_name_of_the_image_beside_it_is_no_image_either()
    {
        _prcl.Photos("photos/a.jpg", "photos/b.jpg").Palettes("photos/a.png");

        Assert.Equal(ExitCode.Failed, await _prcl.Push("photos"));
        Assert.Equal(["b.jpg"], _prcl.Pushed);
        Assert.Contains("refused /photos/a.png: ", _prcl.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_of_masks_named_by_itself_is_refused()
    {
        _prcl.Photos("set/images/a.jpg").Labels("set/masks/a.png");

        Assert.Equal(ExitCode.Usage, await _prcl.Push("set/masks"));
        Assert.Empty(_prcl.Pushed);
        Assert.Contains("labels of /set/images", _prcl.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Gray_photographs_of_two_domains_may_have_the_same_names()
    {
        _prcl.Labels("day/images/1.png", "night/images/1.png");

        Assert.Equal(ExitCode.Done, await _prcl.Push("day", "night"));
        Assert.Equal(["1.png", "1.png"], _prcl.Pushed);
    }
}
