using Prcl.Learning.Randomness;
using Prcl.Learning.Style;
using TorchSharp;
using Xunit;

namespace Prcl.Unit.Learning.Style;

public sealed class ColourStyleTests : IDisposable
{
    private readonly DisposeScope _scope = torch.NewDisposeScope();
    private readonly torch.Generator _generator = new(4);

    public void Dispose()
    {
        _generator.Dispose();
        _scope.Dispose();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.4)]
    [InlineData(1)]
    public void Mean_and_deviation_of_each_channel_move_by_the_share(double share)
    {
        var image = Image(0.3, 0.1, 40, 50);
        var (before, other) = (image.clone(), Image(0.6, 0.05, 30, 20));

        ColourStyle.Move(image, other, share);

        for (var channel = 0; channel < 3; channel++)
        {
            Assert.Equal(Between(before[channel].mean(), other[channel].mean()), image[channel].mean().item<float>(), 1e-3);
            Assert.Equal(Between(before[channel].std(false), other[channel].std(false)), image[channel].std(false).item<float>(), 1e-3);
        }

        double Between(torch.Tensor own, torch.Tensor target) => ((1 - share) * own.item<float>()) + (share * target.item<float>());
    }

    [Fact]
    public void Colours_stay_within_their_range_and_a_flat_channel_stays_finite()
    {
        var image = torch.full(3, 8, 8, 0.5f);

        ColourStyle.Move(image, Image(0.9, 0.4, 9, 9), 1);

        Assert.True(image.isfinite().all().item<bool>() && image.ge(0).all().item<bool>() && image.le(1).all().item<bool>());
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(0.5, 50)]
    [InlineData(1, 100)]
    public void The_given_share_of_images_is_recoloured(double probability, int expected)
    {
        var recoloured = Enumerable.Range(0, 100).Count(i =>
        {
            var image = Image(0.3, 0.1, 4, 4);
            var before = image.clone();
            ColourStyle.ApplyInPlace(image, [Image(0.7, 0.2, 4, 4)], probability, RandomKey.FromSeed(i));
            return !image.Equals(before);
        });

        Assert.InRange(recoloured, expected - (probability == 0.5 ? 20 : 0), expected + (probability == 0.5 ? 20 : 0));
    }

    [Fact]
    public void Without_another_image_nothing_changes()
    {
        var image = Image(0.3, 0.1, 4, 4);
        var before = image.clone();

        ColourStyle.ApplyInPlace(image, [], 1, RandomKey.FromSeed(0));

        Assert.True(image.Equals(before));
    }

    private torch.Tensor Image(double mean, double deviation, int height, int width) =>
        ((torch.randn([3, height, width], generator: _generator) * (float)deviation) + (float)mean).clamp(0, 1);
}
