using System.Text.Json;
using Prcl.Learning.Prototypes;
using Prcl.Unit.Golden;
using TorchSharp;
using Xunit;

namespace Prcl.Unit.Learning.Prototypes;

public sealed class GoldenPrototypeTests : IDisposable
{
    private readonly DisposeScope _scope = torch.NewDisposeScope();

    public void Dispose() => _scope.Dispose();

    [Theory]
    [InlineData(torch.ScalarType.Float32, 1e-5)]
    [InlineData(torch.ScalarType.Float64, 1e-9)]
    public void The_prototype_of_a_set_meets_the_golden_vector(torch.ScalarType type, double tolerance)
    {
        var golden = GoldenFile.Open("prototype");

        var sums = Sum(golden.Tensor("mean", type), golden.Tensor("variance", type), clock: 0);

        Near.Equal(golden.Vector("precision"), sums.Precision, tolerance);
        Near.Equal(golden.Vector("information"), sums.Information, tolerance);
        Near.Equal(golden.Vector("second_moment"), sums.SecondMoment, tolerance);
        Near.Equal(golden.Vector("prototype_mean"), sums.Mean(), tolerance);
        Near.Equal(golden.Vector("prototype_variance"), sums.PosteriorVariance(), tolerance);
        Near.Equal(golden.Vector("spread_variance"), sums.SpreadVariance(), tolerance);
        Assert.Equal(golden.Scalar("count"), sums.Count);
    }

    [Theory]
    [InlineData("after_each", false)]
    [InlineData("after_each_with_forgetting", true)]
    public void The_global_prototype_meets_the_golden_vector_after_each_batch(string states, bool forgets)
    {
        var golden = GoldenFile.Open("global_distribution_prototype");

        // A factor between batches is a half-life with evenly spaced clocks: 2^(−1000/T) = factor.
        const long Spacing = 1000;
        var halfLife = forgets ? -Spacing * Math.Log(2) / Math.Log(golden.Scalar("forgetting")) : 0;
        PrototypeSums? prototype = null;
        var clock = 0L;
        foreach (var (batch, state) in golden["batches"].EnumerateArray().Zip(golden[states].EnumerateArray()))
        {
            prototype = PrototypeSums.Merge(prototype, Sum(Matrix(batch.GetProperty("mean")), Matrix(batch.GetProperty("variance")), clock), halfLife)!;
            clock += Spacing;

            Near.Equal(Numbers(state, "mean"), prototype.Mean(), 1e-9);
            Near.Equal(Numbers(state, "posterior_variance"), prototype.PosteriorVariance(), 1e-9);
            Near.Equal(Numbers(state, "spread_variance"), prototype.SpreadVariance(), 1e-9);
            Assert.Equal(state.GetProperty("count").GetDouble(), prototype.Count, 1e-9);
        }
    }

    [Fact]
    public void Half_life_meets_the_golden_vector_in_every_order_of_arrival()
    {
        var golden = GoldenFile.Open("prototype_half_life");
        var halfLife = golden.Scalar("half_life_images");
        PrototypeSums[] sums = [.. golden["sums"].EnumerateArray().Select(Sums)];
        int[] given = [.. golden["arrival_order"].EnumerateArray().Select(i => i.GetInt32())];

        foreach (var order in Orders(sums.Length).Append(given))
        {
            var prototype = order.Select(i => sums[i]).Aggregate((a, b) => a.Merge(b, halfLife));
            foreach (var clock in new[] { 400, 1000 })
            {
                var state = golden[$"at_clock_{clock}"];
                var at = prototype.At(clock, halfLife);
                Near.Equal(Numbers(state, "precision"), at.Precision, 1e-9);
                Near.Equal(Numbers(state, "information"), at.Information, 1e-9);
                Near.Equal(Numbers(state, "second_moment"), at.SecondMoment, 1e-9);
                Assert.Equal(state.GetProperty("count").GetDouble(), at.Count, 1e-9);
                Assert.Equal(at.Count, prototype.CountAt(clock, halfLife), 1e-12);
            }
        }
    }

    [Fact]
    public void Drift_meets_the_golden_vector()
    {
        var golden = GoldenFile.Open("drift");
        double[] meanA = golden.Vector("mean_a"), meanB = golden.Vector("mean_b");

        Assert.Equal(golden.Scalar("normalised_l2"), PrototypeDrift.Distance(meanA, meanB), 1e-9);
        var expected = golden.Scalar("symmetric_kl");
        Assert.Equal(expected, PrototypeDrift.SymmetricDivergence(meanA, golden.Vector("spread_a"), meanB, golden.Vector("spread_b")), 1e-9 * expected);
    }

    private static PrototypeSums Sum(torch.Tensor means, torch.Tensor variances, long clock) =>
        ClassSummation.Of(means, variances, torch.zeros(means.shape[0], torch.int64), 1, clock)[0]!;

    private static torch.Tensor Matrix(JsonElement rows) =>
        torch.stack(rows.EnumerateArray().Select(row => torch.tensor(GoldenFile.Numbers(row))));

    private static PrototypeSums Sums(JsonElement sums) => new(
        Numbers(sums, "precision"),
        Numbers(sums, "information"),
        Numbers(sums, "second_moment"),
        sums.GetProperty("count").GetDouble(),
        (long)sums.GetProperty("clock").GetDouble());

    private static double[] Numbers(JsonElement state, string name) => GoldenFile.Numbers(state.GetProperty(name));

    private static IEnumerable<int[]> Orders(int count) => count == 1
        ? [[0]]
        : Orders(count - 1).SelectMany(shorter => Enumerable.Range(0, count).Select(at => (int[])[.. shorter[..at], count - 1, .. shorter[at..]]));
}
