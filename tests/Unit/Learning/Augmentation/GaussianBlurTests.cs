using Prcl.Learning.Augmentation;
using Prcl.Learning.Randomness;
using TorchSharp;
using Xunit;

namespace Prcl.Unit.Learning.Augmentation;

public sealed class GaussianBlurTests
{
    [Theory]
    [InlineData(19, 23, 0.15)]
    [InlineData(19, 23, 0.8)]
    [InlineData(19, 23, 1.15)]
    [InlineData(3, 40, 2.5)] // the kernel is wider than the image is high
    [InlineData(11, 1, 1.15)]
    [InlineData(1, 9, 1.15)]
    [InlineData(1, 1, 1.15)]
    [InlineData(2, 2, 3)]
    public void Blurring_meets_the_plain_convolution(int height, int width, double standardDeviation)
    {
        using var scope = torch.NewDisposeScope();
        var image = Scenes.Image(height, width, seed: 8);
        var expected = Naive(Scenes.Values(image), height, width, standardDeviation);

        new GaussianBlur(standardDeviation).ApplyInPlace(image);

        Scenes.AssertClose(expected, Scenes.Values(image), 2e-6);
    }

    [Fact]
    public void A_flat_image_stays_flat()
    {
        using var scope = torch.NewDisposeScope();
        var image = torch.full(3, 7, 9, 0.3);

        new GaussianBlur(1).ApplyInPlace(image);

        Assert.All(Scenes.Values(image), value => Assert.Equal(0.3f, value, 1e-6));
    }

    [Fact]
    public void Draws_fill_the_range_with_their_probability()
    {
        var draws = Enumerable.Range(0, 2000)
            .Select(seed => GaussianBlur.Draw(new AugmentationOptions(), RandomKey.FromSeed(seed)))
            .OfType<GaussianBlur>()
            .Select(blur => blur.StandardDeviation)
            .ToArray();

        Assert.InRange(draws.Length, 900, 1100);
        Assert.InRange(draws.Min(), 0.15, 0.17);
        Assert.InRange(draws.Max(), 1.13, 1.15);
    }

    private static double[] Naive(float[] image, int height, int width, double standardDeviation)
    {
        var radius = Math.Max(1, (int)Math.Ceiling(3 * standardDeviation));
        var result = new double[image.Length];
        for (var i = 0; i < image.Length; i++)
        {
            var (plane, y, x) = (i / (height * width), i / width % height, i % width);
            double sum = 0, total = 0;
            for (var dy = -radius; dy <= radius; dy++)
            {
                for (var dx = -radius; dx <= radius; dx++)
                {
                    var weight = Math.Exp(-(dx * dx + dy * dy) / (2 * standardDeviation * standardDeviation));
                    var (row, column) = (NaiveBorder.Reflect(y + dy, height), NaiveBorder.Reflect(x + dx, width));
                    sum += weight * image[(plane * height + row) * width + column];
                    total += weight;
                }
            }

            result[i] = sum / total;
        }

        return result;
    }
}
