using Prcl.Learning.Frames;
using Prcl.Learning.Settings;
using Xunit;

namespace Prcl.Unit.Learning.Frames;

public sealed class CropFitTests
{
    private static readonly TrainingSettings Cpu = TrainingSettings.For(Profile.Cpu), Paper = TrainingSettings.For(Profile.Paper);

    [Fact]
    public void The_default_crop_suits_frames_of_4_to_3_of_any_resolution()
    {
        Assert.Null(CropFit.Fault(Cpu));
        Assert.Null(CropFit.Fault(Cpu, 240, 180));
        Assert.Null(CropFit.Fault(Cpu, 1440, 1080));
    }

    [Fact]
    public void A_crop_beyond_the_frame_in_either_side_is_told_with_both_sizes()
    {
        var high = CropFit.Fault(Cpu, 1920, 1080);

        Assert.Contains("crops of 225×161 are larger than the 257×129 pixels at which this run sees images of 1920×1080", high, StringComparison.Ordinal);
        Assert.Contains("are larger", CropFit.Fault(Cpu, 180, 240), StringComparison.Ordinal);
        Assert.Contains("larger than the 257×257 pixels at which this run sees images at most", CropFit.Fault(Cpu with { CropHeight = 321 }), StringComparison.Ordinal);
        Assert.DoesNotContain('\n', high!);
    }

    [Fact]
    public void A_crop_of_less_than_a_quarter_of_the_frame_is_told()
    {
        Assert.Contains("show less than a quarter of the 257×193 pixels", CropFit.Fault(Cpu with { CropWidth = 97, CropHeight = 97 }, 240, 180), StringComparison.Ordinal);
        Assert.Null(CropFit.Fault(Cpu with { CropWidth = 129, CropHeight = 97 }, 240, 180));
        Assert.Contains("a quarter of the 257×129 pixels at which this run sees images of 2:1", CropFit.Fault(Cpu with { CropWidth = 65, CropHeight = 65 }), StringComparison.Ordinal);
    }

    [Fact]
    public void Images_of_their_own_size_are_judged_by_it()
    {
        Assert.Null(CropFit.Fault(Paper));
        Assert.Null(CropFit.Fault(Paper, 500, 375));
        Assert.Contains("are larger than the 240×180", CropFit.Fault(Paper, 240, 180), StringComparison.Ordinal);
        Assert.Contains("less than a quarter of the 1440×1080", CropFit.Fault(Paper, 1440, 1080), StringComparison.Ordinal);
        Assert.Null(CropFit.Fault(Paper with { CropWidth = 769, CropHeight = 769 }, 2048, 1024));
    }
}
