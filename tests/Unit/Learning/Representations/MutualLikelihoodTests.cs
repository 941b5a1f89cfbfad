using Prcl.Learning.Representations;
using Prcl.Unit.Golden;
using TorchSharp;
using Xunit;

namespace Prcl.Unit.Learning.Representations;

public sealed class MutualLikelihoodTests : IDisposable
{
    private readonly DisposeScope _scope = torch.NewDisposeScope();

    public void Dispose() => _scope.Dispose();

    [Theory]
    [InlineData(torch.ScalarType.Float32, 1e-5)]
    [InlineData(torch.ScalarType.Float64, 1e-9)]
    public void Scores_of_tensors_meet_the_golden_vector(torch.ScalarType type, double tolerance)
    {
        var golden = GoldenFile.Open("mutual_likelihood_score");

        var score = MutualLikelihood.Score(
            MutualLikelihood.Normalise(golden.Tensor("mean_a", type)),
            golden.Tensor("variance_a", type),
            MutualLikelihood.Normalise(golden.Tensor("mean_b", type)),
            golden.Tensor("variance_b", type));

        Near.Equal(golden.Tensor("score"), score, tolerance);
    }

    [Theory]
    [InlineData(torch.ScalarType.Float32, 1e-5)]
    [InlineData(torch.ScalarType.Float64, 1e-9)]
    public void Scores_of_scaled_means_meet_the_golden_vector(torch.ScalarType type, double tolerance)
    {
        var golden = GoldenFile.Open("scaled/scaled_score");

        var score = MutualLikelihood.Score(
            MutualLikelihood.Scale(golden.Tensor("mean_a", type)),
            golden.Tensor("variance_a", type),
            MutualLikelihood.Scale(golden.Tensor("mean_b", type)),
            golden.Tensor("variance_b", type));

        Near.Equal(golden.Tensor("score"), score, tolerance);
    }

    [Fact]
    public void Scores_in_double_meet_the_golden_vector()
    {
        var golden = GoldenFile.Open("mutual_likelihood_score");
        var width = (int)golden.Tensor("mean_a").shape[1];
        double[][][] rows = [.. new[] { "mean_a", "variance_a", "mean_b", "variance_b" }.Select(name => golden.Vector(name).Chunk(width).ToArray())];

        var scores = Enumerable.Range(0, rows[0].Length).Select(i => MutualLikelihood.Score(rows[0][i], rows[1][i], rows[2][i], rows[3][i])).ToArray();

        Near.Equal(golden.Vector("score"), scores, 1e-9);
    }

    [Fact]
    public void Near_but_unreliable_scores_below_near_and_reliable()
    {
        double[] mean = [3, 4], reliable = [0.01, 0.01], unreliable = [0.9, 0.9];

        Assert.True(MutualLikelihood.Score(mean, unreliable, mean, reliable) < MutualLikelihood.Score(mean, reliable, mean, reliable));
    }

    [Fact]
    public void The_score_is_symmetric_and_blind_to_the_means_lengths()
    {
        double[] a = [1, -2, 3], b = [0.5, 4, -1], varianceA = [0.1, 0.2, 0.3], varianceB = [0.9, 0.5, 1e-6];

        var score = MutualLikelihood.Score(a, varianceA, b, varianceB);

        Assert.Equal(score, MutualLikelihood.Score(b, varianceB, a, varianceA), 1e-12);
        var (scaledA, scaledB) = (MutualLikelihood.Scale(torch.tensor(a)), MutualLikelihood.Scale(torch.tensor(b)));
        Assert.Equal(
            MutualLikelihood.Score(scaledA, torch.tensor(varianceA), scaledB, torch.tensor(varianceB)).item<double>(), MutualLikelihood.ScaledScore(a, varianceA, b, varianceB), 1e-9);
        Assert.Equal(score, MutualLikelihood.Score(Array.ConvertAll(a, x => 17 * x), varianceA, b, varianceB), 1e-9);
    }
}
