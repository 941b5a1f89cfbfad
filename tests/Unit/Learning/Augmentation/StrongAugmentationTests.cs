using Prcl.Learning.Augmentation;
using Prcl.Learning.Randomness;
using TorchSharp;
using Xunit;

namespace Prcl.Unit.Learning.Augmentation;

public sealed class StrongAugmentationTests
{
    private static readonly AugmentationOptions Options = new() { CropHeight = 24, CropWidth = 32 };
    private static readonly RandomKey Key = RandomKey.FromSeed(21);

    [Theory]
    [InlineData(Mixing.ClassMix)]
    [InlineData(Mixing.CutMix)]
    [InlineData(Mixing.CutOut)]
    [InlineData(Mixing.None)]
    public void The_same_key_gives_the_same_bits(Mixing mix)
    {
        using var scope = torch.NewDisposeScope();
        var augmentation = new StrongAugmentation(Options with { Mix = mix });
        Sample[] batch = [Scenes.Noise(30, 40, 1), Scenes.Noise(20, 60, 2), Scenes.Noise(1, 1, 3)];

        var first = augmentation.Apply(batch, Key);
        var second = augmentation.Apply(batch, Key);

        for (var i = 0; i < batch.Length; i++)
        {
            Assert.Equal([3, 24, 32], first[i].Image.shape);
            Scenes.AssertSame(first[i], second[i]);
        }

        Scenes.AssertSame(Scenes.Noise(30, 40, 1), batch[0]);
        Assert.NotEqual(Scenes.Values(first[0].Image), Scenes.Values(augmentation.Apply(batch, Key.With(1))[0].Image));
    }

    [Theory]
    [InlineData(Mixing.None)]
    [InlineData(Mixing.CutOut)]
    public void Unmixed_an_image_does_not_depend_on_its_neighbours(Mixing mix)
    {
        using var scope = torch.NewDisposeScope();
        var augmentation = new StrongAugmentation(Options with { Mix = mix });
        var image = Scenes.Noise(30, 40, 1);

        var alone = augmentation.Apply([image], Key);
        var among = augmentation.Apply([image, Scenes.Noise(30, 40, 2), Scenes.Noise(10, 10, 3)], Key);

        Scenes.AssertSame(alone[0], among[0]);
    }

    [Theory]
    [InlineData(Mixing.ClassMix)]
    [InlineData(Mixing.CutMix)]
    public void Mixed_an_image_depends_on_the_one_before_it_only(Mixing mix)
    {
        using var scope = torch.NewDisposeScope();
        var augmentation = new StrongAugmentation(Options with { Mix = mix });
        var (first, second) = (Scenes.Noise(30, 40, 1), Scenes.Noise(30, 40, 2));

        var some = augmentation.Apply([first, second, Scenes.Noise(30, 40, 3)], Key);
        var others = augmentation.Apply([first, second, Scenes.Noise(50, 20, 4), Scenes.Noise(9, 9, 5)], Key);

        Scenes.AssertSame(some[1], others[1]);
        Assert.NotEqual(Scenes.Values(some[0].Image), Scenes.Values(others[0].Image));
    }

    [Fact]
    public void Mixing_lies_between_the_crop_and_the_colours()
    {
        using var scope = torch.NewDisposeScope();
        Sample[] batch = [Scenes.Noise(30, 40, 1), Scenes.Noise(25, 50, 2)];
        var cropped = batch.Select((s, i) => RandomScaleCrop.Draw(s.Height, s.Width, Options, Key.With(i)).Apply(s)).ToArray();
        var expected = ClassMix.Apply(cropped, Key);

        var actual = new StrongAugmentation(Options).Apply(batch, Key);

        for (var i = 0; i < 2; i++)
        {
            LabelledAugmentation.JitterBlurFlipInPlace(expected[i], Options, Key.With(i));
            Scenes.AssertSame(expected[i], actual[i]);
        }
    }

    [Fact]
    public void An_empty_batch_stays_empty() => Assert.Empty(new StrongAugmentation(Options).Apply([], Key));

    [Theory]
    [InlineData(Mixing.ClassMix)]
    [InlineData(Mixing.CutMix)]
    [InlineData(Mixing.CutOut)]
    [InlineData(Mixing.None)]
    public void Only_the_results_outlive_a_call(Mixing mix)
    {
        using var scope = torch.NewDisposeScope();
        Sample[] batch = [Scenes.Noise(30, 40, 1), Scenes.Noise(30, 40, 2)];
        var augmentation = new StrongAugmentation(Options with { Mix = mix });
        var before = Scenes.LiveTensors();
        for (var step = 0; step < 5; step++)
        {
            using var inner = torch.NewDisposeScope();
            var samples = augmentation.Apply(batch, Key.With(step));
            Assert.Equal(before + 6, Scenes.LiveTensors());

            var stacked = AugmentedBatch.Stack(samples);
            Assert.Equal(before + 9, Scenes.LiveTensors());
            Assert.Equal([2, 3, 24, 32], stacked.Images.shape);
        }

        Assert.Equal(before, Scenes.LiveTensors());
    }
}
