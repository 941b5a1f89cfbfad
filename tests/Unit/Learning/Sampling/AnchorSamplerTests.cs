using Prcl.Learning.Randomness;
using Prcl.Learning.Sampling;
using Xunit;

namespace Prcl.Unit.Learning.Sampling;

public sealed class AnchorSamplerTests
{
    [Fact]
    public void Anchors_are_hard_pixels_only_drawn_uniformly_with_replacement()
    {
        int[] hard = [3, 14, 15, 92];

        var anchors = AnchorSampler.Draw(hard, 40_000, RandomKey.FromSeed(1).ToRandom());

        // Chi-square with 3 degrees of freedom: 16.3 has probability 0.001.
        var counts = hard.Select(pixel => anchors.Count(anchor => anchor == pixel)).ToArray();
        Assert.Equal(anchors.Length, counts.Sum());
        Assert.InRange(counts.Sum(count => (count - 1e4) * (count - 1e4) / 1e4), 0, 16.3);
    }

    [Fact]
    public void A_class_without_a_hard_pixel_has_no_anchors() =>
        Assert.Empty(AnchorSampler.Draw([], 5, RandomKey.FromSeed(1).ToRandom()));

    [Fact]
    public void One_hard_pixel_is_every_anchor() =>
        Assert.Equal([7, 7, 7], AnchorSampler.Draw([7], 3, RandomKey.FromSeed(1).ToRandom()));
}
