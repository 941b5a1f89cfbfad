using Prcl.Learning.Augmentation;
using Prcl.Learning.Randomness;
using TorchSharp;
using Xunit;

namespace Prcl.Unit.Learning.Augmentation;

public sealed class RandomScaleCropTests
{
    [Theory]
    [InlineData(20, 30, 31, 45, 4, 7, 16, 20)] // enlarged, larger than the crop
    [InlineData(40, 60, 21, 33, 3, 0, 16, 33)] // shrunk
    [InlineData(20, 30, 10, 15, 0, 0, 16, 48)] // padded, more than once over on the right
    [InlineData(1, 1, 1, 1, 0, 0, 5, 6)]
    [InlineData(9, 1, 13, 1, 2, 0, 8, 4)] // one pixel wide
    [InlineData(1, 9, 1, 4, 0, 0, 3, 9)]
    [InlineData(2, 3, 2, 3, 0, 0, 9, 11)]
    public void A_window_equals_scaling_padding_and_cropping_one_after_the_other(
        int height, int width, int scaledHeight, int scaledWidth, int top, int left, int cropHeight, int cropWidth)
    {
        using var scope = torch.NewDisposeScope();
        var sample = Scenes.Noise(height, width, seed: 3);
        var crop = new RandomScaleCrop(scaledHeight, scaledWidth, top, left, cropHeight, cropWidth);

        var result = crop.Apply(sample);

        var (image, label, confidence) = Naive(sample, crop);
        Assert.Equal([3, cropHeight, cropWidth], result.Image.shape);
        Scenes.AssertClose(image, Scenes.Values(result.Image), 1e-5);
        Assert.Equal(label, Scenes.Ids(result.Label));
        Assert.Equal(confidence, Scenes.Values(result.Confidence!));
    }

    [Fact]
    public void Scale_one_and_the_whole_window_changes_no_bit()
    {
        using var scope = torch.NewDisposeScope();
        var sample = Scenes.Noise(13, 17, seed: 4);

        Scenes.AssertSame(sample, new RandomScaleCrop(13, 17, 0, 0, 13, 17).Apply(sample));
    }

    [Fact]
    public void Padding_reflects_the_image_ignores_the_label_and_has_no_confidence()
    {
        using var scope = torch.NewDisposeScope();
        var sample = Scenes.Noise(2, 3, seed: 5, confidence: true);

        var result = new RandomScaleCrop(2, 3, 0, 0, 4, 5).Apply(sample);

        var (from, to) = (sample.Image, result.Image);
        Assert.Equal(from[0, 0, 1].item<float>(), to[0, 0, 3].item<float>());
        Assert.Equal(from[0, 0, 0].item<float>(), to[0, 0, 4].item<float>());
        Assert.Equal(from[2, 0, 2].item<float>(), to[2, 2, 2].item<float>());
        Assert.Equal(from[2, 1, 1].item<float>(), to[2, 3, 3].item<float>());
        for (var i = 0; i < 20; i++)
        {
            if (i / 5 >= 2 || i % 5 >= 3)
            {
                Assert.Equal(-1, Scenes.Ids(result.Label)[i]);
                Assert.Equal(0, Scenes.Values(result.Confidence!)[i]);
            }
        }
    }

    [Fact]
    public void Image_label_and_confidence_stay_aligned()
    {
        using var scope = torch.NewDisposeScope();
        var sample = Scenes.Blocks(60, 80, block: 12);
        var options = new AugmentationOptions { CropHeight = 48, CropWidth = 64 };
        for (var seed = 0; seed < 40; seed++)
        {
            var result = RandomScaleCrop.Draw(60, 80, options, RandomKey.FromSeed(seed)).Apply(sample);
            if (seed % 2 == 1)
            {
                HorizontalFlip.ApplyInPlace(result);
            }

            AssertAligned(result);
        }
    }

    [Fact]
    public void Draws_keep_to_the_scales_and_windows_stay_inside()
    {
        var options = new AugmentationOptions { CropHeight = 100, CropWidth = 100 };
        var heights = new HashSet<int>();
        for (var seed = 0; seed < 2000; seed++)
        {
            var crop = RandomScaleCrop.Draw(120, 80, options, RandomKey.FromSeed(seed));
            heights.Add(crop.ScaledHeight);
            Assert.InRange(crop.ScaledHeight, 60, 180);
            Assert.InRange(crop.ScaledWidth, 40, 120);
            Assert.InRange(crop.ScaledHeight - crop.ScaledWidth * 1.5, -1.5, 1.5);
            Assert.InRange(crop.Top, 0, Math.Max(0, crop.ScaledHeight - 100));
            Assert.InRange(crop.Left, 0, Math.Max(0, crop.ScaledWidth - 100));
        }

        Assert.Equal(120, heights.Count);
        Assert.Equal(1, RandomScaleCrop.Draw(1, 1, options with { ScaleMax = 0.6 }, RandomKey.FromSeed(1)).ScaledHeight);
    }

    // Inside a region the interpolation mixes equal values, so colour, label and confidence must spell the same class.
    private static void AssertAligned(Sample sample)
    {
        var (height, width) = (sample.Height, sample.Width);
        var (image, label, confidence) = (Scenes.Values(sample.Image), Scenes.Ids(sample.Label), Scenes.Values(sample.Confidence!));
        var compared = 0;
        for (var i = 0; i < label.Length; i++)
        {
            Assert.Equal(label[i] < 0 ? 0 : label[i] / 10f, confidence[i]);
            var (y, x) = (i / width, i % width);
            var inside = y > 0 && x > 0 && y < height - 1 && x < width - 1 && label[i] >= 0
                && Enumerable.Range(0, 9).All(n => label[i + ((n / 3) - 1) * width + (n % 3) - 1] == label[i]);
            if (inside)
            {
                compared++;
                Assert.Equal(label[i] / 10f, image[i], 1e-5);
                Assert.Equal(label[i] / 20f, image[height * width + i], 1e-5);
            }
        }

        Assert.True(compared > 100, $"Only {compared} pixels lie inside a region.");
    }

    private static (double[] Image, long[] Label, float[] Confidence) Naive(Sample sample, RandomScaleCrop crop)
    {
        var (height, width) = (sample.Height, sample.Width);
        var (image, label, confidence) = (Scenes.Values(sample.Image), Scenes.Ids(sample.Label), Scenes.Values(sample.Confidence!));
        var pixels = crop.CropHeight * crop.CropWidth;
        var result = (Image: new double[3 * pixels], Label: new long[pixels], Confidence: new float[pixels]);
        for (var i = 0; i < pixels; i++)
        {
            var (y, x) = (crop.Top + i / crop.CropWidth, crop.Left + i % crop.CropWidth);
            var padding = y >= crop.ScaledHeight || x >= crop.ScaledWidth;
            var centreY = (NaiveBorder.Reflect(y, crop.ScaledHeight) + 0.5) * height / crop.ScaledHeight;
            var centreX = (NaiveBorder.Reflect(x, crop.ScaledWidth) + 0.5) * width / crop.ScaledWidth;
            var nearest = (int)centreY * width + (int)centreX;
            result.Label[i] = padding ? -1 : label[nearest];
            result.Confidence[i] = padding ? 0 : confidence[nearest];
            for (var sourceY = 0; sourceY < height; sourceY++)
            {
                for (var sourceX = 0; sourceX < width; sourceX++)
                {
                    // The triangle of linear interpolation, its centre held within the outermost pixel centres.
                    var share = Triangle(centreY, sourceY, height) * Triangle(centreX, sourceX, width);
                    for (var c = 0; share > 0 && c < 3; c++)
                    {
                        result.Image[c * pixels + i] += share * image[(c * height + sourceY) * width + sourceX];
                    }
                }
            }
        }

        return result;

        static double Triangle(double centre, int index, int length) =>
            Math.Max(0, 1 - Math.Abs(Math.Clamp(centre, 0.5, length - 0.5) - (index + 0.5)));
    }
}
