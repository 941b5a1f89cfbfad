using Prcl.Learning.Augmentation;
using Prcl.Learning.Randomness;
using TorchSharp;
using Xunit;

namespace Prcl.Unit.Learning.Augmentation;

public sealed class CutMixTests
{
    private static readonly RandomKey Key = RandomKey.FromSeed(12);

    [Fact]
    public void A_box_of_each_image_lands_in_place_on_the_next()
    {
        using var scope = torch.NewDisposeScope();
        var batch = Enumerable.Range(0, 3).Select(seed => Scenes.Noise(9, 13, seed)).ToArray();

        var mixed = CutMix.Apply(batch, Key);

        for (var i = 0; i < 3; i++)
        {
            var next = (i + 1) % 3;
            var box = CutBox.Draw(9, 13, Key.With(i));
            var pasted = torch.zeros(9, 13, dtype: torch.@bool);
            pasted.narrow(0, box.Top, box.Height).narrow(1, box.Left, box.Width).fill_(true);
            Scenes.AssertSame(
                new Sample(
                    torch.where(pasted, batch[i].Image, batch[next].Image),
                    torch.where(pasted, batch[i].Label, batch[next].Label),
                    torch.where(pasted, batch[i].Confidence!, batch[next].Confidence!)),
                mixed[next]);
        }
    }

    [Fact]
    public void A_batch_of_one_is_only_copied()
    {
        using var scope = torch.NewDisposeScope();
        var sample = Scenes.Noise(5, 5, seed: 3);

        Scenes.AssertSame(sample, Assert.Single(CutMix.Apply([sample], Key)));
    }

    [Theory]
    [InlineData(161, 225, 0.01)]
    [InlineData(30, 7, 0.1)]
    [InlineData(1, 1, 0.5)]
    [InlineData(20, 1, 0.05)]
    [InlineData(1, 20, 0.5)]
    public void A_box_lies_within_the_image_and_covers_about_half_of_it(int height, int width, double tolerance)
    {
        for (var seed = 0; seed < 300; seed++)
        {
            var box = CutBox.Draw(height, width, RandomKey.FromSeed(seed));

            Assert.InRange(box.Top, 0, height - box.Height);
            Assert.InRange(box.Left, 0, width - box.Width);
            Assert.InRange((double)box.Height * box.Width / (height * width), 0.5 - tolerance, 0.5 + tolerance);
        }
    }
}
