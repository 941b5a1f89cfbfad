using Prcl.Learning.Evaluation;
using Prcl.Learning.Randomness;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Prcl.Unit.Learning.Evaluation;

public sealed class FrameClassesTests : IDisposable
{
    private readonly DisposeScope _scope = torch.NewDisposeScope();

    public void Dispose() => _scope.Dispose();

    [Theory]
    [InlineData(11, 33, 17, 241, 133)]
    [InlineData(11, 33, 17, 33, 17)]
    [InlineData(3, 65, 33, 40, 12)]
    [InlineData(1, 5, 7, 13, 3)]
    [InlineData(300, 4, 4, 9, 9)]
    [InlineData(2, 1, 1, 6, 5)]
    public void They_are_those_of_torch_s_interpolation_and_softmax(int classes, int width, int height, int frameWidth, int frameHeight)
    {
        var random = RandomKey.FromSeed(classes).ToRandom();
        var logits = Enumerable.Range(0, classes * width * height).Select(_ => (float)(8 * random.NextDouble() - 4)).ToArray();

        var (labels, confidence) = FrameClasses.Of(logits, classes, (width, height), (frameWidth, frameHeight));

        var probabilities = nn.functional.interpolate(
            tensor(logits, 1, classes, height, width), size: [frameHeight, frameWidth], mode: InterpolationMode.Bilinear, align_corners: false)[0].softmax(0);
        var (best, _) = probabilities.max(0);
        var chosen = probabilities.gather(0, tensor(Array.ConvertAll(labels, id => (long)id), 1, frameHeight, frameWidth));
        Assert.True(allclose(best, tensor(confidence, frameHeight, frameWidth), rtol: 1e-5, atol: 1e-6));
        Assert.True(allclose(best, chosen[0], rtol: 1e-5, atol: 1e-6));
    }

    [Fact]
    public void Logits_that_are_far_apart_give_certainty_and_no_overflow()
    {
        var (labels, confidence) = FrameClasses.Of([1e30f, -1e30f, -1e30f, 1e30f], 2, (2, 1), (2, 1));

        Assert.Equal([0, 1], labels.Select(id => (int)id));
        Assert.Equal([1f, 1f], confidence);
    }

    [Fact]
    public void Of_equal_classes_the_first_is_taken()
    {
        var (labels, confidence) = FrameClasses.Of(new float[4 * 9], 4, (3, 3), (20, 20));

        Assert.All(labels, id => Assert.Equal(0, id));
        Assert.All(confidence, probability => Assert.Equal(0.25, probability, 1e-6));
    }
}
