using Prcl.Learning.Metrics;
using Prcl.Unit.Golden;
using Xunit;

namespace Prcl.Unit.Learning.Metrics;

public sealed class AurocTests
{
    [Fact]
    public void The_area_meets_the_golden_vector()
    {
        var golden = GoldenFile.Open("scaled/uncertainty_measures");
        var auroc = new Auroc();

        auroc.Add(Floats(golden.Vector("score")), Truths(golden.Vector("wrong")));

        Assert.Equal(golden.Scalar("auroc"), auroc.Value(), 1e-15);
    }

    [Theory]
    [InlineData(4)]
    [InlineData(1_000_000)]
    public void The_area_is_the_share_of_pairs_in_the_right_order(int levels)
    {
        var random = new Random(3);
        float[] score = [.. Enumerable.Range(0, 700).Select(_ => random.Next(levels) / (float)levels)];
        bool[] positive = [.. score.Select(s => random.NextSingle() < 0.2f + 0.5f * s)];

        double wins = 0, pairs = 0;
        for (var i = 0; i < score.Length; i++)
        {
            for (var j = 0; j < score.Length; j++)
            {
                if (positive[i] && !positive[j])
                {
                    wins += score[i] > score[j] ? 1 : score[i] == score[j] ? 0.5 : 0;
                    pairs++;
                }
            }
        }

        Assert.Equal(wins / pairs, Area(score, positive), 1e-14);
    }

    [Fact]
    public void Frames_add_up_also_after_the_area_was_asked_for()
    {
        float[] score = [0.5f, 0.25f, 0.75f, 0.5f, 1, 0];
        bool[] positive = [true, false, true, false, false, true];
        var auroc = new Auroc();

        auroc.Add(score.AsSpan(0, 4), positive.AsSpan(0, 4));
        Assert.Equal(0.875, auroc.Value());
        auroc.Add(score.AsSpan(4), positive.AsSpan(4));

        Assert.Equal(Area(score, positive), auroc.Value());
        Assert.Equal(3.5 / 9, auroc.Value(), 1e-15);
    }

    [Fact]
    public void Order_alone_counts()
    {
        Assert.Equal(1, Area([float.NegativeInfinity, -2, 3], [false, false, true]));
        Assert.Equal(0, Area([2, 3, 1], [false, false, true]));
        Assert.Equal(0.5, Area([0f, -0f, 0f], [false, true, true]));
    }

    [Fact]
    public void One_kind_of_pixel_alone_has_no_area()
    {
        Assert.Equal(double.NaN, Area([1, 2], [true, true]));
        Assert.Equal(double.NaN, Area([1, 2], [false, false]));
        Assert.Equal(double.NaN, new Auroc().Value());
    }

    [Fact]
    public void More_pairs_than_an_int_counts_are_no_trouble()
    {
        const int Half = 100_000;
        float[] score = [.. Enumerable.Range(0, 2 * Half)];
        bool[] positive = [.. Enumerable.Range(0, 2 * Half).Select(i => i >= Half)];

        Assert.Equal(1, Area(score, positive));
    }

    [Fact]
    public void A_score_without_a_rank_and_other_lengths_are_refused()
    {
        Assert.Contains("pixel 1 is NaN", Assert.Throws<ArgumentException>(() => Area([1, float.NaN], [true, false])).Message, StringComparison.Ordinal);
        Assert.Contains("score has 2 pixels and positive 1", Assert.Throws<ArgumentException>(() => Area([1, 2], [true])).Message, StringComparison.Ordinal);
    }

    private static double Area(float[] score, bool[] positive)
    {
        var auroc = new Auroc();
        auroc.Add(score, positive);
        return auroc.Value();
    }

    private static float[] Floats(double[] values) => [.. values.Select(value => (float)value)];

    private static bool[] Truths(double[] values) => [.. values.Select(value => value != 0)];
}
