using Prcl.Learning.Augmentation;
using TorchSharp;
using Xunit;

namespace Prcl.Unit.Learning.Augmentation;

public sealed class AugmentedBatchTests
{
    [Fact]
    public void Samples_are_stacked_in_their_order()
    {
        using var scope = torch.NewDisposeScope();
        Sample[] samples = [Scenes.Noise(4, 5, 1), Scenes.Noise(4, 5, 2)];

        using var batch = AugmentedBatch.Stack(samples);

        Assert.Equal([2, 3, 4, 5], batch.Images.shape);
        Scenes.AssertSame(samples[1], new Sample(batch.Images[1], batch.Labels[1], batch.Confidence![1]));
        Assert.Null(AugmentedBatch.Stack([Scenes.Noise(4, 5, 1, confidence: false)]).Confidence);
    }

    [Fact]
    public void None_or_unlike_samples_are_refused()
    {
        using var scope = torch.NewDisposeScope();

        Assert.Throws<ArgumentException>(() => AugmentedBatch.Stack([]));
        Assert.Throws<ArgumentException>(() => AugmentedBatch.Stack([Scenes.Noise(4, 5, 1), Scenes.Noise(5, 4, 1)]));
        Assert.Throws<ArgumentException>(() => AugmentedBatch.Stack([Scenes.Noise(4, 5, 1), Scenes.Noise(4, 5, 1, confidence: false)]));
    }
}
