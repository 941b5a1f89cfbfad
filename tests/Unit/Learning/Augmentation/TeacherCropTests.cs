using Prcl.Learning.Augmentation;
using Prcl.Learning.Randomness;
using TorchSharp;
using Xunit;

namespace Prcl.Unit.Learning.Augmentation;

public sealed class TeacherCropTests
{
    [Theory]
    [InlineData(30, 40, 16, 20)]
    [InlineData(10, 40, 16, 20)]
    [InlineData(30, 7, 16, 20)]
    public void A_larger_image_is_cropped_and_a_smaller_one_left(int height, int width, int maxHeight, int maxWidth)
    {
        using var scope = torch.NewDisposeScope();
        var coordinates = torch.arange(height * width, dtype: torch.float32).reshape(1, height, width).expand(3, -1, -1);
        var teacher = new TeacherCrop(maxHeight, maxWidth);
        var corners = new HashSet<float>();
        for (var seed = 0; seed < 400; seed++)
        {
            var result = teacher.Apply(coordinates, RandomKey.FromSeed(seed));

            Assert.Equal([3, Math.Min(height, maxHeight), Math.Min(width, maxWidth)], result.shape);
            var corner = result[0, 0, 0].item<float>();
            corners.Add(corner);
            var (top, left) = ((int)corner / width, (int)corner % width);
            var window = coordinates.narrow(1, top, result.shape[1]).narrow(2, left, result.shape[2]).contiguous();
            Assert.Equal(Scenes.Values(window), Scenes.Values(result));
        }

        var places = (Math.Max(0, height - maxHeight) + 1) * (Math.Max(0, width - maxWidth) + 1);
        Assert.InRange(corners.Count, 0.6 * places, places);
    }

    [Fact]
    public void The_result_is_a_tensor_of_its_own_and_nothing_else_remains()
    {
        using var image = Scenes.Image(8, 9, seed: 2);
        var before = Scenes.LiveTensors();
        using (var result = new TeacherCrop(8, 9).Apply(image, RandomKey.FromSeed(3)))
        {
            Assert.Equal(before + 1, Scenes.LiveTensors());
            Assert.Equal(Scenes.Values(image), Scenes.Values(result));
            using var same = result.zero_();
        }

        Assert.Equal(before, Scenes.LiveTensors());
        Assert.NotEqual(0, Scenes.Values(image)[0]);
    }

    [Fact]
    public void A_size_without_pixels_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new TeacherCrop(0, 5));
        Assert.Throws<ArgumentOutOfRangeException>(() => new TeacherCrop(5, 0));
    }
}
