using Prcl.Client.Commands;
using Prcl.Contracts.Evaluation;
using Prcl.Contracts.Ingest;
using Xunit;

namespace Prcl.Unit.Client.Push.Misread;

/// <summary>A label in the wrong place or of the wrong kind is told; its image is not learned from without it.</summary>
public sealed class LabelPlacesTests : IDisposable
{
    private readonly PushRun _prcl = new();

    public void Dispose() => _prcl.Dispose();

    [Fact]
    public async Task Every_summary_says_how_many_have_labels()
    {
        _prcl.Photos("rain/images/a.jpg", "rain/images/b.jpg").Labels("rain/labels/a.png");

        Assert.Equal(ExitCode.Done, await _prcl.Push("rain"));
        Assert.Equal("2 stored (1 with a label, 1 without), 0 skipped (held already), 0 refused", _prcl.Out.Split('\n')[0].Trim());
    }

    [Fact]
    public async Task A_label_with_a_capital_extension_is_a_label()
    {
        _prcl.Photos("rain/images/a.jpg").Labels("rain/labels/a.PNG");

        Assert.Equal(ExitCode.Done, await _prcl.Push("rain"));
        Assert.Equal(["a.jpg+"], _prcl.Pushed);
    }

    [Theory]
    [InlineData("a.jpg")]
    [InlineData("a.tif")]
    [InlineData("a.npy")]
    public async Task A_label_that_is_no_png_is_named_and_its_image_stays_out(string label)
    {
        _prcl.Photos("rain/images/a.jpg", "rain/images/b.jpg").Labels("rain/labels/b.png").Others("rain/labels/" + label);

        Assert.Equal(ExitCode.Failed, await _prcl.Push("rain"));
        Assert.Equal(["b.jpg+"], _prcl.Pushed);
        Assert.Contains($"refused /rain/labels/{label}: ", _prcl.Error, StringComparison.Ordinal);
        Assert.Contains("PNG", _prcl.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("masks")]
    [InlineData("annotations")]
    [InlineData("Labels")]
    [InlineData("SegmentationClass")]
    public async Task A_folder_of_labels_with_another_known_name_is_used_and_told(string folder)
    {
        _prcl.Photos("rain/images/a.jpg").Labels($"rain/{folder}/a.png");

        Assert.Equal(ExitCode.Done, await _prcl.Push("rain"));
        Assert.Equal(["a.jpg+"], _prcl.Pushed);
        Assert.Contains($"labels are taken from {folder}/", _prcl.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_folders_that_could_be_the_labels_are_refused_with_the_option_that_chooses()
    {
        _prcl.Photos("rain/images/a.jpg").Labels("rain/masks/a.png", "rain/annotations/a.png");

        Assert.Equal(ExitCode.Failed, await _prcl.Push("rain"));
        Assert.Empty(_prcl.Pushed);
        Assert.Contains("annotations/ and masks/", _prcl.Error, StringComparison.Ordinal);
        Assert.Contains("--labels", _prcl.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_of_any_name_with_pngs_named_like_the_images_is_pointed_at()
    {
        _prcl.Photos("rain/images/a.jpg").Labels("rain/truth/a.png");

        Assert.Equal(ExitCode.Failed, await _prcl.Push("rain"));
        Assert.Empty(_prcl.Pushed);
        Assert.Contains("--labels /rain/truth", _prcl.Error, StringComparison.Ordinal);

        Assert.Equal(ExitCode.Done, await _prcl.Push("rain", "--unlabelled"));
        Assert.Equal(["a.jpg"], _prcl.Pushed);
    }

    [Fact]
    public async Task A_folder_of_labels_beside_a_plain_folder_is_pointed_at()
    {
        _prcl.Photos("frames/chosen/a.jpg", "frames/camera/b.jpg").Labels("frames/masks/a.png");

        Assert.Equal(ExitCode.Failed, await _prcl.Push("frames/chosen", "frames/camera"));
        Assert.Equal(["b.jpg"], _prcl.Pushed);
        Assert.Contains("--labels /frames/masks", _prcl.Error, StringComparison.Ordinal);

        Assert.Equal(ExitCode.Done, await _prcl.Push("frames/chosen", "--labels", _prcl.Files.At("frames/masks")));
        Assert.Equal(["a.jpg+", "b.jpg"], _prcl.Pushed);
    }

    [Fact]
    public async Task A_labels_entry_that_cannot_be_read_is_told()
    {
        _prcl.Photos("rain/images/a.jpg", "snow/images/a.jpg");
        File.CreateSymbolicLink(_prcl.Files.At("rain/labels"), _prcl.Files.At("rain/labels"));
        File.WriteAllText(_prcl.Files.At("snow/labels"), "no folder");

        Assert.Equal(ExitCode.Failed, await _prcl.Push("rain", "snow"));
        Assert.Empty(_prcl.Pushed);
        Assert.Contains("refused /rain/labels: ", _prcl.Error, StringComparison.Ordinal);
        Assert.Contains("refused /snow/labels: ", _prcl.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_labels_option_without_a_match_changes_nothing()
    {
        _prcl.Photos("photos/a.jpg").Labels("masks/b.png");

        Assert.Equal(ExitCode.Usage, await _prcl.Push("photos/a.jpg", "--labels", _prcl.Files.At("masks")));
        Assert.Equal(ExitCode.Usage, await _prcl.Push("photos", "--labels", _prcl.Files.At("masks")));
        Assert.Empty(_prcl.Pushed);
        Assert.Contains("no label of these images in /masks", _prcl.Error, StringComparison.Ordinal);
        Assert.Contains("/masks/a.png", _prcl.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_named_by_itself_has_the_label_and_the_domain_of_its_data_set()
    {
        _prcl.Photos("rain/images/sub/a.jpg").Labels("rain/labels/sub/a.png");

        Assert.Equal(ExitCode.Done, await _prcl.Push("rain/images/sub/a.jpg"));
        var push = Assert.Single(_prcl.Pushes);
        Assert.Equal(("rain", true), (push.Domain, push.Label is not null));
    }

    [Fact]
    public async Task A_file_named_by_itself_finds_its_label_in_the_folder_given()
    {
        _prcl.Photos("rain/images/sub/a.jpg", "rain/images/b.jpg").Labels("masks/sub/a.png", "masks/b.png");

        Assert.Equal(ExitCode.Done, await _prcl.Push("rain/images/sub/a.jpg", "rain/images/b.jpg", "--labels", _prcl.Files.At("masks")));
        Assert.Equal(["a.jpg+", "b.jpg+"], _prcl.Pushed);
    }

    [Fact]
    public async Task A_folder_inside_a_data_set_has_that_ones_labels()
    {
        _prcl.Photos("rain/images/train/a.jpg", "rain/images/val/b.jpg").Labels("rain/labels/train/a.png", "rain/labels/val/b.png");

        Assert.Equal(ExitCode.Done, await _prcl.Push("rain/images/val", "--purpose", "evaluate"));
        Assert.Equal(["b.jpg+"], _prcl.Pushed);
        Assert.Equal("rain", _prcl.Pushes[0].Domain);
    }

    [Fact]
    public async Task Labels_beside_a_plain_folders_images_are_used()
    {
        _prcl.Photos("photos/a.jpg").Labels("photos/labels/a.png");

        Assert.Equal(ExitCode.Done, await _prcl.Push("photos"));
        Assert.Equal(["a.jpg+"], _prcl.Pushed);
    }

    [Fact]
    public async Task A_label_folder_without_images_beside_it_is_named()
    {
        _prcl.Photos("set/day/images/a.jpg").Labels("set/day/labels/a.png", "set/labels/b.png");

        Assert.Equal(ExitCode.Failed, await _prcl.Push("set"));
        Assert.Equal(["a.jpg+"], _prcl.Pushed);
        Assert.Contains("refused /set/labels: ", _prcl.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Measuring_pairs_by_the_same_rules()
    {
        _prcl.Photos("rain/images/a.jpg").Labels("rain/masks/a.PNG");
        var measured = new List<ImagePush>();
        _prcl.Prcl.Grains.On<IEvaluatorGrain>("Score", (_, arguments) =>
        {
            measured.AddRange((ImagePush[])arguments[0]!);
            return Task.FromResult(new EvaluationResult("rain", 7, 1, 0, [], new long[9], 0, 0));
        });

        Assert.Equal(ExitCode.Done, await _prcl.Prcl.Run(TestContext.Current.CancellationToken, "evaluate", _prcl.Files.At("rain")));
        Assert.NotNull(Assert.Single(measured).Label);
        Assert.Contains("labels are taken from masks/", _prcl.Error, StringComparison.Ordinal);
    }
}
