using Prcl.Learning.Prototypes;
using Prcl.Learning.Representations;
using Prcl.Learning.Settings;
using Prcl.Learning.VirtualNegatives;
using Prcl.Unit.Golden;
using TorchSharp;
using Xunit;

namespace Prcl.Unit.Learning.VirtualNegatives;

public sealed class VirtualNegativeSamplerTests
{
    private const int Width = 3, Draws = 40_000;

    // Mean (2, −1, 0.5), posterior variance (0.01, 0.04, 0.25), spread² = q/Λ − mean² + n/Λ.
    private static readonly PrototypeSums Prototype = new([100, 25, 4], [200, -25, 2], [450, 45, 5], count: 8, clock: 0);

    [Fact]
    public void A_draw_is_a_pure_function_of_prototype_seed_step_class_and_count()
    {
        VirtualNegativeSampler trainer = new(7, 1, VirtualSpread.Spread), grain = new(7, 1, VirtualSpread.Spread);
        trainer.Draw(Prototype, 5, 1, 9);

        var draw = trainer.Draw(Prototype, classId: 2, step: 11, count: 4);

        Assert.Equal(draw, grain.Draw(new PrototypeSums([100, 25, 4], [200, -25, 2], [450, 45, 5], 8, clock: 99), 2, 11, 4));
        Assert.Equal(draw[..(2 * Width)], grain.Draw(Prototype, 2, 11, 2));
        Assert.NotEqual(draw, grain.Draw(Prototype, 3, 11, 4));
        Assert.NotEqual(draw, grain.Draw(Prototype, 2, 12, 4));
        Assert.NotEqual(draw, new VirtualNegativeSampler(8, 1, VirtualSpread.Spread).Draw(Prototype, 2, 11, 4));
        Assert.Empty(grain.Draw(Prototype, 2, 11, 0));
    }

    [Theory]
    [InlineData(VirtualSpread.Unit, 1.5)]
    [InlineData(VirtualSpread.Spread, 1)]
    [InlineData(VirtualSpread.Moments, 1)]
    [InlineData(VirtualSpread.Posterior, 2)]
    public void Draws_surround_the_prototype_at_the_chosen_scale(VirtualSpread spread, double radius)
    {
        var variance = spread switch
        {
            VirtualSpread.Spread => Prototype.SpreadVariance(),
            VirtualSpread.Moments => Prototype.BetweenVariance(),
            VirtualSpread.Posterior => Prototype.PosteriorVariance(),
            _ => [1, 1, 1],
        };

        var draws = new VirtualNegativeSampler(1, radius, spread).Draw(Prototype, 0, 0, Draws);

        var mean = Prototype.Mean();
        for (var d = 0; d < Width; d++)
        {
            var values = Enumerable.Range(0, Draws).Select(i => (double)draws[i * Width + d]).ToArray();
            var expected = radius * radius * variance[d];
            Assert.Equal(mean[d], values.Average(), 5 * Math.Sqrt(expected / Draws));
            Assert.Equal(1, values.Average(x => (x - mean[d]) * (x - mean[d])) / expected, 0.05);
        }
    }

    [Fact]
    public void Moments_of_unit_means_meet_the_golden_vector()
    {
        var golden = GoldenFile.Open("scaled/moment_matched_virtual_negative");
        var sums = new PrototypeSums(golden.Vector("precision"), golden.Vector("information"), golden.Vector("second_moment"), golden.Scalar("count"), 0);
        var (between, epsilon, radius) = (torch.tensor(sums.BetweenVariance()), golden.Tensor("epsilon"), golden.Scalar("radius"));

        var drawn = MutualLikelihood.Normalise(torch.tensor(sums.Mean()) + (radius * between.sqrt() * epsilon));

        Near.Equal(golden.Vector("between_variance"), sums.BetweenVariance(), 1e-9);
        Near.Equal(golden.Vector("typical_variance"), [.. sums.SpreadVariance().Zip(sums.BetweenVariance(), (spread, b) => spread - b)], 1e-9);
        Near.Equal(golden.Tensor("virtual_mean"), drawn, 1e-9);
    }

    [Fact]
    public void At_radius_0_every_draw_is_the_mean() =>
        Assert.Equal([2f, -1f, 0.5f, 2f, -1f, 0.5f], new VirtualNegativeSampler(1, 0, VirtualSpread.Unit).Draw(Prototype, 0, 0, 2));
}
