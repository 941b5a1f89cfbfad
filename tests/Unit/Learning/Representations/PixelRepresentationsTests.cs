using Prcl.Learning.Networks;
using Prcl.Learning.Representations;
using TorchSharp;
using Xunit;

namespace Prcl.Unit.Learning.Representations;

public sealed class PixelRepresentationsTests : IDisposable
{
    private const int Classes = 4, Width = 3, Height = 5, Columns = 6;
    private readonly DisposeScope _scope = torch.NewDisposeScope();
    private readonly torch.Generator _generator = new(3);

    public void Dispose()
    {
        _generator.Dispose();
        _scope.Dispose();
    }

    [Theory]
    [InlineData(17, 23, 5, 6)]
    [InlineData(161, 225, 41, 57)]
    [InlineData(8, 8, 8, 8)]
    public void Labels_are_downsampled_as_nearest_interpolation_does(int height, int width, int gridHeight, int gridWidth)
    {
        var labels = torch.randint(-1, 9, [2, height, width], torch.int64, generator: _generator);

        var grid = PixelRepresentations.OnGrid(labels, gridHeight, gridWidth);

        var expected = torch.nn.functional.interpolate(labels.unsqueeze(1).to(torch.float64), size: [gridHeight, gridWidth], mode: torch.InterpolationMode.Nearest);
        Assert.True(grid.Equals(expected.squeeze(1).to(torch.int64)));
    }

    [Fact]
    public void Every_valid_pixel_is_gathered_in_order_with_its_own_numbers()
    {
        SegmentationOutput[] outputs = [Output(2), Output(1)];
        var variances = torch.rand([3, Width, Height, Columns], generator: _generator);
        var labels = torch.randint(-1, Classes, [3, Height, Columns], torch.int64, generator: _generator);

        var pixels = PixelRepresentations.Gather(outputs, variances, labels);

        var row = 0;
        for (var b = 0; b < 3; b++)
        {
            var (output, image) = b < 2 ? (outputs[0], b) : (outputs[1], 0);
            for (var y = 0; y < Height; y++)
            {
                for (var x = 0; x < Columns; x++)
                {
                    var label = labels[b, y, x].item<long>();
                    if (label < 0)
                    {
                        continue;
                    }

                    var exponentials = Enumerable.Range(0, Classes).Select(k => Math.Exp(output.Logits[image, k, y, x].item<float>())).ToArray();
                    Assert.Equal(label, pixels.Labels[row].item<long>());
                    Assert.Equal(exponentials[label] / exponentials.Sum(), pixels.Probabilities[row].item<float>(), 1e-5);
                    for (var d = 0; d < Width; d++)
                    {
                        Assert.Equal(output.Means[image, d, y, x].item<float>(), pixels.Means[row, d].item<float>());
                        Assert.Equal(variances[b, d, y, x].item<float>(), pixels.Variances[row, d].item<float>());
                    }

                    row++;
                }
            }
        }

        Assert.Equal(row, pixels.Labels.shape[0]);
        Assert.InRange(row, 1, 3 * Height * Columns - 1);
    }

    [Fact]
    public void Gradient_reaches_means_and_variances_but_no_logit()
    {
        var output = Output(1);
        var variances = torch.rand([1, Width, Height, Columns], generator: _generator, requires_grad: true);
        output.Means.requires_grad_(true);
        output.Logits.requires_grad_(true);

        var pixels = PixelRepresentations.Gather([output], variances, torch.zeros([1, Height, Columns], torch.int64));
        (pixels.Means.sum() + pixels.Variances.sum()).backward();

        Assert.True(output.Means.grad!.eq(1).all().item<bool>());
        Assert.True(variances.grad!.eq(1).all().item<bool>());
        Assert.False(pixels.Probabilities.requires_grad);
    }

    [Fact]
    public void Without_a_valid_pixel_there_are_no_rows()
    {
        var pixels = PixelRepresentations.Gather([Output(1)], torch.rand(1, Width, Height, Columns), torch.full([1, Height, Columns], -1, torch.int64));

        Assert.Equal([0L, Width], pixels.Means.shape);
        Assert.Equal([0L], pixels.Labels.shape);
    }

    private SegmentationOutput Output(int images) => new(
        torch.randn([images, Classes, Height, Columns], generator: _generator),
        torch.randn([images, Width, Height, Columns], generator: _generator),
        torch.zeros(images, 1, Height, Columns));
}
