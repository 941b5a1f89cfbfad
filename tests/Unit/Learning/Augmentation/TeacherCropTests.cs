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
    public void Natively_a_larger_image_is_cropped_and_a_smaller_one_left(int height, int width, int maxHeight, int maxWidth)
    {
        using var scope = torch.NewDisposeScope();
        var coordinates = torch.arange(height * width, dtype: torch.float32).reshape(1, height, width).expand(3, -1, -1);
        var teacher = new TeacherCrop(TeacherInput.Native, maxHeight, maxWidth);
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

    [Theory]
    [InlineData(18, 24)]
    [InlineData(40, 13)]
    [InlineData(1, 1)]
    public void Resized_it_equals_bilinear_interpolation(int height, int width)
    {
        using var scope = torch.NewDisposeScope();
        var image = Scenes.Image(height, width, seed: 1);
        var expected = torch.nn.functional.interpolate(image.unsqueeze(0), [19L, 25L], mode: torch.InterpolationMode.Bilinear, align_corners: false);

        var result = new TeacherCrop(TeacherInput.Resized, 19, 25).Apply(image, RandomKey.FromSeed(1));

        Assert.Equal([3, 19, 25], result.shape);
        Scenes.AssertClose(Array.ConvertAll(Scenes.Values(expected), value => (double)value), Scenes.Values(result), 1e-5);
    }

    [Theory]
    [InlineData(TeacherInput.Native)]
    [InlineData(TeacherInput.Resized)]
    public void The_result_is_a_tensor_of_its_own_and_nothing_else_remains(TeacherInput input)
    {
        using var image = Scenes.Image(8, 9, seed: 2);
        var before = Scenes.LiveTensors();
        using (var result = new TeacherCrop(input, 8, 9).Apply(image, RandomKey.FromSeed(3)))
        {
            Assert.Equal(before + 1, Scenes.LiveTensors());
            Assert.Equal(Scenes.Values(image), Scenes.Values(result));
            using var same = result.zero_();
        }

        Assert.Equal(before, Scenes.LiveTensors());
        Assert.NotEqual(0, Scenes.Values(image)[0]);
    }

    [Fact]
    public void A_size_without_pixels_and_an_unknown_mode_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new TeacherCrop(TeacherInput.Native, 0, 5));
        Assert.Throws<ArgumentOutOfRangeException>(() => new TeacherCrop(TeacherInput.Native, 5, 0));
        Assert.Contains(
            "Native, Resized",
            Assert.Throws<ArgumentOutOfRangeException>(() => new TeacherCrop((TeacherInput)7, 5, 5)).Message,
            StringComparison.Ordinal);
    }
}
