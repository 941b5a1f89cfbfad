using Prcl.Learning.Augmentation;
using Xunit;

namespace Prcl.Unit.Learning.Augmentation;

public sealed class AugmentationOptionsTests
{
    public static TheoryData<AugmentationOptions, string> Broken => new()
    {
        { new() { CropHeight = 0 }, nameof(AugmentationOptions.CropHeight) },
        { new() { CropWidth = -1 }, nameof(AugmentationOptions.CropWidth) },
        { new() { ScaleMin = 0 }, nameof(AugmentationOptions.ScaleMin) },
        { new() { ScaleMin = 2 }, nameof(AugmentationOptions.ScaleMin) },
        { new() { ScaleMin = double.NaN }, nameof(AugmentationOptions.ScaleMin) },
        { new() { ScaleMax = 17 }, nameof(AugmentationOptions.ScaleMax) },
        { new() { JitterProbability = 1.1 }, nameof(AugmentationOptions.JitterProbability) },
        { new() { Brightness = -0.1 }, nameof(AugmentationOptions.Brightness) },
        { new() { Contrast = 1.1 }, nameof(AugmentationOptions.Contrast) },
        { new() { Saturation = double.NaN }, nameof(AugmentationOptions.Saturation) },
        { new() { Hue = 0.6 }, nameof(AugmentationOptions.Hue) },
        { new() { BlurProbability = -1 }, nameof(AugmentationOptions.BlurProbability) },
        { new() { BlurSigmaMin = 0 }, nameof(AugmentationOptions.BlurSigmaMin) },
        { new() { BlurSigmaMin = 2 }, nameof(AugmentationOptions.BlurSigmaMin) },
        { new() { BlurSigmaMax = 65 }, nameof(AugmentationOptions.BlurSigmaMax) },
        { new() { FlipProbability = 2 }, nameof(AugmentationOptions.FlipProbability) },
        { new() { Mix = (Mixing)9 }, nameof(AugmentationOptions.Mix) },
    };

    [Fact]
    public void Defaults_are_valid() => Assert.Equal(new AugmentationOptions(), new AugmentationOptions().Validate());

    [Theory]
    [MemberData(nameof(Broken), DisableDiscoveryEnumeration = true)]
    public void A_broken_setting_is_named_with_its_rule(AugmentationOptions options, string name)
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => new StrongAugmentation(options));

        Assert.Equal(name, error.ParamName);
        Assert.Contains($"AugmentationOptions.{name} must be", error.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => new LabelledAugmentation(options));
    }
}
