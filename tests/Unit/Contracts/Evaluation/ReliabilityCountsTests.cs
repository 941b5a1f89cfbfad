using Prcl.Contracts.Evaluation;
using Prcl.Learning.Metrics;
using Xunit;

namespace Prcl.Unit.Contracts.Evaluation;

public sealed class ReliabilityCountsTests
{
    [Theory]
    [InlineData(0.02)] // Hardly in doubt, as most pixels are.
    [InlineData(0.5)]
    [InlineData(0.999)]
    public void The_area_from_counts_is_that_of_every_score_sorted(double scale)
    {
        var (random, exact, counts) = (new Random(5), new Auroc(), Empty());
        for (var i = 0; i < 20_000; i++)
        {
            var wrong = random.Next(10) == 0;
            var doubt = (float)(scale * Math.Pow(random.NextDouble(), wrong ? 1 : 3));
            exact.Add([doubt], [wrong]);
            Count(counts, doubt, 1 - doubt, !wrong);
        }

        Assert.InRange(exact.Value(), 0.6, 0.9);
        Assert.Equal(exact.Value(), counts.UncertaintyAuroc(), 5e-4);
    }

    [Fact]
    public void The_calibration_error_from_counts_is_that_of_every_pixel()
    {
        var (random, exact, counts) = (new Random(6), new CalibrationError(), Empty());
        foreach (var confidence in Enumerable.Range(0, 5000).Select(_ => random.NextSingle()).Concat([0f, 1f, 1 / 15f, 0.2f]))
        {
            var right = random.NextDouble() < Math.Sqrt(confidence);
            exact.Add([confidence], [right]);
            Count(counts, 1 - confidence, confidence, right);
        }

        Assert.InRange(exact.Value(), 0.05, 0.5);
        Assert.Equal(exact.Value(), counts.CalibrationError(), 1e-12);
    }

    [Fact]
    public void Counts_of_parts_add_up_to_those_of_the_whole_in_any_order()
    {
        var (random, whole, parts) = (new Random(7), Empty(), Enumerable.Range(0, 3).Select(_ => Empty()).ToArray());
        for (var i = 0; i < 3000; i++)
        {
            var (doubt, right) = (random.Next(1 << 10) / 1024f, random.Next(4) > 0);
            Count(whole, doubt, 1 - doubt, right);
            Count(parts[random.Next(3)], doubt, 1 - doubt, right);
        }

        foreach (var sum in new[] { parts[0].Plus(parts[1]).Plus(parts[2]), parts[2].Plus(parts[0].Plus(parts[1])) })
        {
            Assert.Equal((whole.UncertaintyAuroc(), whole.CalibrationError()), (sum.UncertaintyAuroc(), sum.CalibrationError()));
            Assert.Equal(whole.WrongByDoubt, sum.WrongByDoubt);
        }
    }

    [Fact]
    public void Bins_rise_with_doubt_from_the_first_to_the_last()
    {
        float[] doubts = [0, 1e-9f, 1 / 65536f, 1.001f / 65536, 1e-4f, 0.01f, 0.0101f, 0.5f, 0.505f, 0.99f, 0.995f, 1];
        var bins = Array.ConvertAll(doubts, ReliabilityCounts.DoubtBin);

        Assert.Equal([0, 0, 0, 1], bins[..4]);
        Assert.All(bins[2..].Zip(bins[3..]), pair => Assert.True(pair.First < pair.Second));
        Assert.Equal(ReliabilityCounts.DoubtBins - 1, bins[^1]);
        Assert.Equal(ReliabilityCounts.DoubtBins - 1, ReliabilityCounts.DoubtBin(float.NaN));
        Assert.Equal((0, 0, 1, 14), (ReliabilityCounts.ConfidenceBin(0), ReliabilityCounts.ConfidenceBin(0.06f), ReliabilityCounts.ConfidenceBin(0.07f), ReliabilityCounts.ConfidenceBin(1)));
    }

    [Fact]
    public void Without_a_wrong_pixel_there_is_no_area_and_without_any_no_error()
    {
        var counts = Empty();
        Assert.Equal(double.NaN, counts.CalibrationError());

        Count(counts, 0.25f, 0.75f, right: true);
        Assert.Equal((double.NaN, 0.25), (counts.UncertaintyAuroc(), counts.CalibrationError()));

        Count(counts, 0.5f, 0.5f, right: false);
        Assert.Equal(1, counts.UncertaintyAuroc());
    }

    [Fact]
    public void Counts_of_other_bins_do_not_add() =>
        Assert.Throws<ArgumentException>(() => Empty().Plus(Empty() with { RightByDoubt = [1, 2] }));

    private static ReliabilityCounts Empty() => new(
        new long[ReliabilityCounts.DoubtBins], new long[ReliabilityCounts.DoubtBins],
        new long[ReliabilityCounts.ConfidenceBins], new long[ReliabilityCounts.ConfidenceBins], new double[ReliabilityCounts.ConfidenceBins]);

    private static void Count(ReliabilityCounts counts, float doubt, float confidence, bool right)
    {
        var bin = ReliabilityCounts.ConfidenceBin(confidence);
        (right ? counts.RightByDoubt : counts.WrongByDoubt)[ReliabilityCounts.DoubtBin(doubt)]++;
        counts.PixelsByConfidence[bin]++;
        counts.RightByConfidence[bin] += right ? 1 : 0;
        counts.ConfidenceByBin[bin] += confidence;
    }
}
