using Prcl.Learning.Randomness;
using Prcl.Learning.Sampling;
using TorchSharp;
using Xunit;

namespace Prcl.Unit.Learning.Sampling;

public sealed class NegativeSamplerTests
{
    private const int Draws = 100_000;

    // Class 0 has pixels 0–4, class 1 pixels 5–14, class 2 (not among the others) 15–19, class 3 pixels 20–22.
    private static readonly PixelIndex Pixels = new(
        [.. Enumerable.Range(0, 23).Select(i => i < 5 ? 0L : i < 15 ? 1 : i < 20 ? 2 : 3)], new float[23], 4, 0.8);

    [Theory]
    [InlineData(0.5)]
    [InlineData(2)]
    public void Classes_of_negatives_follow_the_softmax_of_the_scores(double temperature)
    {
        double[] scores = [-0.3, 0.4, -1.1];
        int[] others = [0, 1, 3];
        var weights = scores.Select(score => Math.Exp(score / temperature)).ToArray();

        var negatives = Draw(others, NegativeClasses.Softmax(scores, temperature), Draws, seed: 2);

        // Each pixel's expected count is its class's share over the class's pixels; 18 pixels, 17 degrees of freedom: 40.8 has probability 0.001.
        var counts = new int[23];
        foreach (var negative in negatives)
        {
            counts[negative]++;
        }

        var chiSquare = 0.0;
        for (var i = 0; i < others.Length; i++)
        {
            var pixels = Pixels.Of(others[i]);
            var expected = Draws * weights[i] / weights.Sum() / pixels.Length;
            foreach (var pixel in pixels)
            {
                chiSquare += (counts[pixel] - expected) * (counts[pixel] - expected) / expected;
            }
        }

        Assert.InRange(chiSquare, 0, 40.8);
        Assert.Equal(0, counts[15..20].Sum());
    }

    [Fact]
    public void A_class_that_scores_far_below_is_not_drawn()
    {
        var probabilities = NegativeClasses.Softmax([-1e6, 0, -1e6], 1);

        var negatives = Draw([0, 1, 3], probabilities, 10_000, seed: 3);

        Assert.All(negatives, negative => Assert.InRange(negative, 5, 14));
    }

    [Fact]
    public void The_same_key_draws_the_same_negatives_and_another_key_others()
    {
        var probabilities = NegativeClasses.Softmax([0.1, 0.2, 0.3], 0.5);

        Assert.Equal(Draw([0, 1, 3], probabilities, 50, seed: 4), Draw([0, 1, 3], probabilities, 50, seed: 4));
        Assert.NotEqual(Draw([0, 1, 3], probabilities, 50, seed: 4), Draw([0, 1, 3], probabilities, 50, seed: 5));
    }

    [Fact]
    public void A_class_of_one_pixel_gives_that_pixel()
    {
        PixelIndex pixels = new([0, 1, 1], new float[3], 2, 0.8);

        using var drawn = NegativeSampler.Draw(pixels, torch.tensor(pixels.ByClass), [0], [1], 100, RandomKey.FromSeed(6));

        Assert.All(drawn.data<long>().ToArray(), negative => Assert.Equal(0, negative));
    }

    private static long[] Draw(int[] others, double[] probabilities, int count, long seed)
    {
        using var byClass = torch.tensor(Pixels.ByClass);
        using var drawn = NegativeSampler.Draw(Pixels, byClass, others, probabilities, count, RandomKey.FromSeed(seed));
        return drawn.data<long>().ToArray();
    }
}
