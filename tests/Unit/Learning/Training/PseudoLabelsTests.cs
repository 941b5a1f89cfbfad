using Prcl.Learning.Training;
using TorchSharp;
using Xunit;

namespace Prcl.Unit.Learning.Training;

public sealed class PseudoLabelsTests : IDisposable
{
    private readonly DisposeScope _scope = torch.NewDisposeScope();

    public void Dispose() => _scope.Dispose();

    [Fact]
    public void Every_image_gets_the_teacher_s_class_and_confidence_at_its_own_size_in_order()
    {
        using var learner = TinyRun.Learner();
        learner.Teacher.eval();  // Without batch statistics an image's labels don't hang on its neighbours.
        using var generator = new torch.Generator(3);
        torch.Tensor[] images = [Random(40, 50), Random(65, 65), Random(40, 50), Random(33, 65)];

        var samples = PseudoLabels.Of(learner, images);

        Assert.Equal(images.Length, samples.Count);
        foreach (var (sample, image) in samples.Zip(images))
        {
            var logits = learner.Teacher.Logits(learner.Normalisation.Apply(image.unsqueeze(0)));
            var probabilities = torch.nn.functional.interpolate(logits, size: image.shape[1..], mode: torch.InterpolationMode.Bilinear, align_corners: true).softmax(1)[0];
            Assert.True(torch.allclose(probabilities.amax([0L]), sample.Confidence!, rtol: 1e-4, atol: 1e-5));
            Assert.True(sample.Label.eq(probabilities.argmax(0, false)).to(torch.float32).mean().item<float>() > 0.999);
            Assert.True(sample.Image.Equals(image));
            Assert.False(sample.Confidence!.requires_grad);
        }

        torch.Tensor Random(long height, long width) => torch.rand([3, height, width], generator: generator);
    }

    [Fact]
    public void No_image_gives_no_sample()
    {
        using var learner = TinyRun.Learner();

        Assert.Empty(PseudoLabels.Of(learner, []));
    }
}
