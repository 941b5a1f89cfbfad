using Prcl.Learning.Weights;
using TorchSharp;
using Xunit;

namespace Prcl.Unit.Learning.Weights;

public sealed class InputNormalisationTests
{
    [Fact]
    public void Each_channel_is_shifted_and_scaled_and_the_image_stays_as_it_is()
    {
        using var image = torch.rand([2, 3, 4, 5], generator: new torch.Generator(3));
        using var copy = image.clone();
        InputNormalisation normalisation = new([0.5f, 0.25f, 0.125f], [0.5f, 2f, 0.3f]);

        using var normalised = normalisation.Apply(image);

        var (values, expected) = (normalised.data<float>().ToArray(), copy.data<float>().ToArray());
        for (var i = 0; i < expected.Length; i++)
        {
            var channel = i / 20 % 3;
            Assert.Equal(((double)expected[i] - normalisation.Mean[channel]) / normalisation.Std[channel], values[i], 1e-6);
        }

        Assert.Equal(expected, image.data<float>().ToArray());
    }

    [Fact]
    public void The_result_outlives_the_work_but_not_the_callers_scope()
    {
        torch.Tensor normalised;
        using (torch.NewDisposeScope())
        {
            normalised = InputNormalisation.ImageNet.Apply(torch.zeros(1, 3, 2, 2));
            Assert.Equal(-0.485f / 0.229f, normalised[0, 0, 0, 0].item<float>(), 1e-6f);
        }

        Assert.True(normalised.IsInvalid);
    }

    [Fact]
    public void Other_shapes_and_integers_are_refused()
    {
        using var scope = torch.NewDisposeScope();

        foreach (var image in new[] { torch.zeros(3, 2, 2), torch.zeros(1, 4, 2, 2), torch.zeros([1, 3, 2, 2], torch.ScalarType.Byte) })
        {
            Assert.Throws<ArgumentException>(() => InputNormalisation.ImageNet.Apply(image));
        }
    }

    [Theory]
    [InlineData(new[] { 0f, 0 }, new[] { 1f, 1, 1 }, "mean")]
    [InlineData(new[] { 0f, 0, float.NaN }, new[] { 1f, 1, 1 }, "mean")]
    [InlineData(new[] { 0f, 0, 0 }, new[] { 1f, 1 }, "std")]
    [InlineData(new[] { 0f, 0, 0 }, new[] { 1f, 0, 1 }, "std")]
    [InlineData(new[] { 0f, 0, 0 }, new[] { 1f, float.PositiveInfinity, 1 }, "std")]
    public void Values_outside_their_range_are_refused_by_name(float[] mean, float[] std, string name) =>
        Assert.Equal(name, Assert.Throws<ArgumentException>(() => new InputNormalisation(mean, std)).ParamName);

    [Fact]
    public void Equal_values_are_equal()
    {
        Assert.Equal(new InputNormalisation([0, 0, 0], [1, 1, 1]), new InputNormalisation([0, 0, 0], [1, 1, 1]));
        Assert.NotEqual(new InputNormalisation([0, 0, 0], [1, 1, 1]), InputNormalisation.ImageNet);
    }
}
