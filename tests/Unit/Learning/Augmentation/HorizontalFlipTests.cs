using Prcl.Learning.Augmentation;
using Prcl.Learning.Randomness;
using TorchSharp;
using Xunit;

namespace Prcl.Unit.Learning.Augmentation;

public sealed class HorizontalFlipTests
{
    [Theory]
    [InlineData(4, 7, true)]
    [InlineData(3, 1, true)]
    [InlineData(2, 64, false)]
    public void Image_label_and_confidence_turn_together(int height, int width, bool confidence)
    {
        using var scope = torch.NewDisposeScope();
        var sample = Scenes.Noise(height, width, seed: 9, confidence: confidence);
        var expected = new Sample(
            sample.Image.flip(2).contiguous(), sample.Label.flip(1).contiguous(), sample.Confidence?.flip(1).contiguous());

        HorizontalFlip.ApplyInPlace(sample);

        Scenes.AssertSame(expected, sample);
    }

    [Fact]
    public void Half_of_the_keys_flip()
    {
        var flips = Enumerable.Range(0, 2000).Count(seed => HorizontalFlip.Draw(new AugmentationOptions(), RandomKey.FromSeed(seed)));

        Assert.InRange(flips, 900, 1100);
    }
}
