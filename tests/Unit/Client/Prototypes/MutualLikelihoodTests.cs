using Prcl.Client.Prototypes;
using Prcl.Contracts.Prototypes;
using Xunit;

namespace Prcl.Unit.Client.Prototypes;

public sealed class MutualLikelihoodTests
{
    private const int Width = 16;

    [Fact]
    public void The_score_is_that_of_the_equation()
    {
        var (a, b) = (View(0, 1), View(1, 2));
        double normA = 0, normB = 0, sum = 0;
        for (var d = 0; d < Width; d++)
        {
            normA += a.Mean[d] * a.Mean[d];
            normB += b.Mean[d] * b.Mean[d];
        }

        for (var d = 0; d < Width; d++)
        {
            var difference = Math.Sqrt(Width) * ((a.Mean[d] / Math.Sqrt(normA)) - (b.Mean[d] / Math.Sqrt(normB)));
            var variance = a.SpreadVariance[d] + b.SpreadVariance[d];
            sum += (Math.Pow(difference, 2) / variance) + Math.Log(variance);
        }

        Assert.Equal(-0.5 * sum / Width, MutualLikelihood.Score(a, b)!.Value, 12);
        Assert.Equal(MutualLikelihood.Score(a, b), MutualLikelihood.Score(b, a));
    }

    [Fact]
    public void The_length_of_a_mean_does_not_matter()
    {
        var (a, b) = (View(0, 1), View(1, 2));
        var longer = a with { Mean = [.. a.Mean.Select(value => 40 * value)] };

        Assert.Equal(MutualLikelihood.Score(a, b)!.Value, MutualLikelihood.Score(longer, b)!.Value, 12);
    }

    [Fact]
    public void Classes_are_ranked_nearest_first_without_itself_and_empty_ones()
    {
        var self = View(0, 1);
        var twin = self with { ClassId = 1, ClassName = "twin" };
        var opposite = self with { ClassId = 2, ClassName = "opposite", Mean = [.. self.Mean.Select(value => -value)] };
        var empty = self with { ClassId = 3, Mean = [], PosteriorVariance = [], SpreadVariance = [] };
        PrototypeView[] all = [opposite, empty, self, twin];

        Assert.Equal([1, 2], NearClass.RankFor(self, all).Select(near => near.ClassId));
        Assert.Empty(NearClass.RankFor(empty, all));
    }

    internal static PrototypeView View(int classId, int seed)
    {
        var state = (uint)seed;
        double Next() => ((state = (state * 1664525) + 1013904223) >> 8) / (double)(1 << 24);
        double[] Values(double least) => [.. Enumerable.Range(0, Width).Select(_ => least + Next())];
        return new PrototypeView(classId, $"class {classId}", 3, 1000, false, Values(-0.5), Values(0.1), Values(0.1), 0.25, 0.5, [new(1, 0.5, 1), new(2, 0.25, 0.5)], 0);
    }
}
