using Prcl.Learning.Losses;
using TorchSharp;
using Xunit;

namespace Prcl.Unit.Learning.Losses;

public sealed class SupervisedLossTests : IDisposable
{
    private readonly DisposeScope _scope = torch.NewDisposeScope();

    public void Dispose() => _scope.Dispose();

    [Fact]
    public void The_loss_is_the_mean_cross_entropy_of_labelled_pixels()
    {
        using var generator = new torch.Generator(1);
        var logits = torch.randn([2, 3, 4, 5], torch.float64, generator: generator);
        var label = torch.randint(-1, 3, [2, 4, 5], torch.int64, generator: generator);
        var (sum, pixels) = (0.0, 0);
        for (var b = 0; b < 2; b++)
        {
            for (var y = 0; y < 4; y++)
            {
                for (var x = 0; x < 5; x++)
                {
                    var k = label[b, y, x].item<long>();
                    if (k >= 0)
                    {
                        var scores = Enumerable.Range(0, 3).Select(j => logits[b, j, y, x].item<double>()).ToArray();
                        sum += Math.Log(scores.Sum(Math.Exp)) - scores[k];
                        pixels++;
                    }
                }
            }
        }

        Assert.Equal(sum / pixels, SupervisedLoss.Of(logits, label).item<double>(), 1e-12);
    }

    [Fact]
    public void Without_a_labelled_pixel_loss_and_gradient_are_zero_not_NaN()
    {
        var logits = torch.randn(1, 3, 4, 5, requires_grad: true);

        var loss = SupervisedLoss.Of(logits, torch.full([1, 4, 5], -1, torch.int64));
        loss.backward();

        Assert.Equal(0, loss.item<float>());
        Assert.True(logits.grad!.eq(0).all().item<bool>());
    }
}
