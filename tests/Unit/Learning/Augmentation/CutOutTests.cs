using Prcl.Learning.Augmentation;
using Prcl.Learning.Randomness;
using TorchSharp;
using Xunit;

namespace Prcl.Unit.Learning.Augmentation;

public sealed class CutOutTests
{
    [Theory]
    [InlineData(1, true)]
    [InlineData(2, false)]
    public void A_box_of_each_image_is_erased_and_ignored(int count, bool confidence)
    {
        using var scope = torch.NewDisposeScope();
        var key = RandomKey.FromSeed(13);
        var batch = Enumerable.Range(0, count).Select(seed => Scenes.Noise(9, 13, seed, confidence: confidence)).ToArray();

        var mixed = CutOut.Apply(batch, key);

        for (var i = 0; i < count; i++)
        {
            var box = CutBox.Draw(9, 13, key.With(i));
            var erased = torch.zeros(9, 13, dtype: torch.@bool);
            erased.narrow(0, box.Top, box.Height).narrow(1, box.Left, box.Width).fill_(true);
            Scenes.AssertSame(
                new Sample(
                    torch.where(erased, torch.tensor(CutOut.Erased, [3, 1, 1]), batch[i].Image),
                    batch[i].Label.masked_fill(erased, -1),
                    batch[i].Confidence?.masked_fill(erased, 0)),
                mixed[i]);
        }
    }
}
