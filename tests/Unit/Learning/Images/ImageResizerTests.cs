using Prcl.Images.Files;
using Prcl.Learning.Images;
using TorchSharp;
using Xunit;

namespace Prcl.Unit.Learning.Images;

public sealed class ImageResizerTests
{
    [Theory]
    [InlineData(31, 17)]
    [InlineData(96, 64)]
    [InlineData(20, 60)]
    [InlineData(1, 1)]
    public void Bilinear_meets_a_naive_oracle(int width, int height)
    {
        var image = TestImages.Gradient(48, 32);

        var resized = ImageResizer.ToSize(image, width, height);

        Assert.Equal((width, height), (resized.Width, resized.Height));
        for (var i = 0; i < resized.Pixels.Length; i++)
        {
            var expected = Oracle(image, i / 3 % width, i / 3 / width, i % 3, (double)image.Width / width, (double)image.Height / height);
            Assert.InRange(resized.Pixels[i] - expected, -0.502, 0.502);
        }
    }

    [Fact]
    public void Enlarging_meets_torch()
    {
        var image = TestImages.Gradient(12, 9);
        using var scope = torch.NewDisposeScope();

        var expected = torch.nn.functional.interpolate(ImageTensor.FromImage(image).unsqueeze(0), [20, 31], mode: torch.InterpolationMode.Bilinear, align_corners: false);
        var actual = ImageTensor.FromImage(ImageResizer.ToSize(image, 31, 20));

        Assert.InRange((expected[0] - actual).abs().max().item<float>() * 255, 0, 0.502);
    }

    [Fact]
    public void The_same_size_keeps_every_pixel()
    {
        var image = TestImages.Gradient();

        Assert.Equal(image.Pixels, ImageResizer.ToSize(image, image.Width, image.Height).Pixels);
    }

    [Fact]
    public void Labels_take_the_id_under_the_centre_and_never_a_new_one()
    {
        var labels = new LabelMap(4, 2, [0, 1, 2, 3, 4, 5, 6, 255]);

        Assert.Equal([0, 0, 1, 1, 2, 2, 3, 3], ImageResizer.ToSize(labels, 8, 2).Ids[..8]);
        Assert.Equal([5, 255], ImageResizer.ToSize(labels, 2, 1).Ids);
    }

    private static double Oracle(RgbImage image, int x, int y, int channel, double scaleX, double scaleY)
    {
        var (sum, total) = (0.0, 0.0);
        for (var row = 0; row < image.Height; row++)
        {
            for (var column = 0; column < image.Width; column++)
            {
                var weight = Triangle(column + 0.5 - (x + 0.5) * scaleX, scaleX) * Triangle(row + 0.5 - (y + 0.5) * scaleY, scaleY);
                sum += weight * image.Pixels[3 * (row * image.Width + column) + channel];
                total += weight;
            }
        }

        return sum / total;
    }

    private static double Triangle(double distance, double scale) => Math.Max(0, 1 - Math.Abs(distance) / Math.Max(1, scale));
}
