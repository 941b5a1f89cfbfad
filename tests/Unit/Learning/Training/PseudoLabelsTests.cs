using Prcl.Learning.Prototypes;
using Prcl.Learning.SelfTraining;
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
    public void A_label_that_the_check_disagrees_with_loses_its_confidence_and_no_other_does()
    {
        using var learner = TinyRun.Learner();
        learner.Teacher.eval();
        using var generator = new torch.Generator(3);
        torch.Tensor[] images = [torch.rand([3, 65, 65], generator: generator)];
        var width = TinyRun.Settings.RepresentationWidth;
        PrototypeSums Sums(int axis) => new([.. Enumerable.Repeat(1.0, width)], [.. Enumerable.Range(0, width).Select(d => d == axis ? 1.0 : -0.1)], new double[width], 1, 0);
        var check = new PrototypeCheck([.. Enumerable.Range(0, TinyRun.Classes).Select(Sums)], torch.CPU);

        var (plain, @checked) = (PseudoLabels.Of(learner, images)[0], PseudoLabels.Of(learner, images, check)[0]);

        var nearest = check.Nearest(learner.Teacher.call(learner.Normalisation.Apply(images[0].unsqueeze(0))).Means, 65, 65)[0];
        var agree = nearest.eq(plain.Label);
        Assert.True(agree.any().item<bool>() && !agree.all().item<bool>());
        Assert.True(plain.Label.Equals(@checked.Label));
        Assert.True(torch.allclose(plain.Confidence!.masked_fill(agree.logical_not(), 0), @checked.Confidence!, rtol: 1e-4, atol: 1e-5));
    }

    [Fact]
    public void No_image_gives_no_sample()
    {
        using var learner = TinyRun.Learner();

        Assert.Empty(PseudoLabels.Of(learner, []));
    }
}
