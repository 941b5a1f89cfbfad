using Prcl.Learning.Uncertainty;
using TorchSharp;
using Xunit;

namespace Prcl.Unit.Learning.Uncertainty;

public sealed class ImageDoubtsTests : IDisposable
{
    private readonly DisposeScope _scope = torch.NewDisposeScope();

    public void Dispose() => _scope.Dispose();

    [Fact]
    public void An_image_s_doubt_is_the_mean_over_its_pixels_and_lies_on_the_class_that_plain_loops_find()
    {
        using var generator = new torch.Generator(5);
        var doubts = new ImageDoubts(3, 4);
        foreach (var image in new[] { 2, 0 })
        {
            var label = torch.randint(0, 4, [9, 7], generator: generator, dtype: torch.int64);
            var probability = torch.rand([9, 7], generator: generator);
            doubts.Look(image, label, probability);

            var (sum, byClass) = (0.0, new double[4]);
            foreach (var (id, p) in label.data<long>().Zip(probability.data<float>()))
            {
                sum += 1.0 - p;
                byClass[id] += 1.0 - p;
            }

            Assert.Equal(sum / (9 * 7), doubts.All[image]!.Value.Mean, 1e-6);
            Assert.Equal(Array.IndexOf(byClass, byClass.Max()), doubts.All[image]!.Value.ClassId);
        }

        Assert.Null(doubts.All[1]);
    }

    [Fact]
    public void What_is_not_finite_is_no_doubt()
    {
        var doubts = new ImageDoubts(1, 2);

        doubts.Look(0, torch.zeros([2, 2], torch.int64), torch.full([2, 2], float.NaN));

        Assert.Null(doubts.All[0]);
    }
}
