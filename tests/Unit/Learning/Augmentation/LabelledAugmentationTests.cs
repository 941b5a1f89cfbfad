using Prcl.Learning.Augmentation;
using Prcl.Learning.Randomness;
using TorchSharp;
using Xunit;

namespace Prcl.Unit.Learning.Augmentation;

public sealed class LabelledAugmentationTests
{
    private static readonly AugmentationOptions Options = new() { CropHeight = 24, CropWidth = 32 };

    [Fact]
    public void The_same_key_gives_the_same_bits_and_another_key_others()
    {
        using var scope = torch.NewDisposeScope();
        var augmentation = new LabelledAugmentation(Options);
        var sample = Scenes.Noise(30, 40, seed: 1, confidence: false);

        var first = augmentation.Apply(sample, RandomKey.FromSeed(1));

        Assert.Null(first.Confidence);
        Scenes.AssertSame(first, augmentation.Apply(sample, RandomKey.FromSeed(1)));
        Assert.NotEqual(Scenes.Values(first.Image), Scenes.Values(augmentation.Apply(sample, RandomKey.FromSeed(2)).Image));
        Scenes.AssertSame(Scenes.Noise(30, 40, seed: 1, confidence: false), sample);
    }

    [Fact]
    public void It_is_its_parts_one_after_the_other()
    {
        using var scope = torch.NewDisposeScope();
        var sample = Scenes.Noise(30, 40, seed: 2);
        for (var seed = 0; seed < 20; seed++)
        {
            var key = RandomKey.FromSeed(seed);
            var expected = RandomScaleCrop.Draw(30, 40, Options, key).Apply(sample);
            ColourJitter.Draw(Options, key)?.ApplyInPlace(expected.Image);
            GaussianBlur.Draw(Options, key)?.ApplyInPlace(expected.Image);
            if (HorizontalFlip.Draw(Options, key))
            {
                HorizontalFlip.ApplyInPlace(expected);
            }

            Scenes.AssertSame(expected, new LabelledAugmentation(Options).Apply(sample, key));
        }
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(50, 1)]
    [InlineData(1, 50)]
    [InlineData(3, 5)]
    [InlineData(200, 300)]
    public void An_image_of_any_size_comes_out_as_large_as_the_crop(int height, int width)
    {
        using var scope = torch.NewDisposeScope();
        for (var seed = 0; seed < 10; seed++)
        {
            var result = new LabelledAugmentation(Options).Apply(Scenes.Noise(height, width, seed: 3), RandomKey.FromSeed(seed));

            Assert.Equal([3, 24, 32], result.Image.shape);
            Assert.All(Scenes.Values(result.Image), value => Assert.InRange(value, 0f, 1.00001f));
            Assert.All(Scenes.Ids(result.Label), id => Assert.InRange(id, -1, 4));
        }
    }

    [Fact]
    public void A_view_of_a_larger_tensor_is_read_as_it_is_seen()
    {
        using var scope = torch.NewDisposeScope();
        var large = Scenes.Noise(40, 50, seed: 4);
        var view = new Sample(
            large.Image.narrow(2, 5, 40), large.Label.narrow(1, 5, 40), large.Confidence!.narrow(1, 5, 40));

        Scenes.AssertSame(
            new LabelledAugmentation(Options).Apply(view.Copy(), RandomKey.FromSeed(5)),
            new LabelledAugmentation(Options).Apply(view, RandomKey.FromSeed(5)));
    }

    [Fact]
    public void Only_the_result_outlives_a_call_and_it_needs_no_scope()
    {
        using var sample = Scenes.Noise(30, 40, seed: 6);
        var augmentation = new LabelledAugmentation(Options);
        var before = Scenes.LiveTensors();

        var result = augmentation.Apply(sample, RandomKey.FromSeed(1));
        Assert.Equal(before + 3, Scenes.LiveTensors());
        result.Dispose();
        Assert.Equal(before, Scenes.LiveTensors());

        using (torch.NewDisposeScope())
        {
            augmentation.Apply(sample, RandomKey.FromSeed(2));
        }

        Assert.Equal(before, Scenes.LiveTensors());
    }
}
