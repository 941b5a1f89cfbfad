using Prcl.Learning.Prototypes;
using Prcl.Learning.Randomness;
using Xunit;

namespace Prcl.Unit.Learning.Prototypes;

public sealed class PrototypeSumsTests
{
    private const int Width = 7;

    public static TheoryData<double> HalfLives => [0, double.PositiveInfinity, 100, 5000];

    [Theory]
    [MemberData(nameof(HalfLives))]
    public void Merging_is_independent_of_order_and_grouping(double halfLife)
    {
        var random = RandomKey.FromSeed(1).ToRandom();
        for (var trial = 0; trial < 50; trial++)
        {
            var sums = Enumerable.Range(0, 8).Select(_ => RandomSums.Draw(random, Width, random.Next(1000))).ToArray();
            var inOrder = sums.Aggregate((a, b) => a.Merge(b, halfLife));

            random.Shuffle(sums);

            RandomSums.AssertNear(inOrder, Tree(sums, random, halfLife), 1e-12);
        }
    }

    [Theory]
    [MemberData(nameof(HalfLives))]
    public void A_late_sum_counts_as_if_it_had_come_in_time(double halfLife)
    {
        var random = RandomKey.FromSeed(2).ToRandom();
        PrototypeSums early = RandomSums.Draw(random, Width, 10), middle = RandomSums.Draw(random, Width, 300), last = RandomSums.Draw(random, Width, 900);

        var inTime = early.Merge(middle, halfLife).Merge(last, halfLife);
        var late = early.Merge(last, halfLife).Merge(middle, halfLife);

        RandomSums.AssertNear(inTime, late, 1e-12);
        Assert.Equal(900, late.Clock);
    }

    [Fact]
    public void After_a_half_life_half_of_the_evidence_is_left_and_the_prototype_stands_where_it_stood()
    {
        var sums = RandomSums.Draw(RandomKey.FromSeed(3).ToRandom(), Width, clock: 40);

        var later = sums.At(540, halfLife: 500);

        Near.Equal(Array.ConvertAll(sums.Precision, x => x / 2), later.Precision, 1e-15);
        Near.Equal(sums.Mean(), later.Mean(), 1e-12);
        Near.Equal(sums.SpreadVariance(), later.SpreadVariance(), 1e-9);
        Assert.Equal(sums.Count / 2, later.Count, 1e-12);
        Assert.Equal(later.Count, sums.CountAt(540, 500));
    }

    [Fact]
    public void An_earlier_clock_does_not_bring_evidence_back()
    {
        var sums = RandomSums.Draw(RandomKey.FromSeed(4).ToRandom(), Width, clock: 1000);

        Assert.Same(sums, sums.At(10, halfLife: 100));
        Assert.Equal(sums.Count, sums.CountAt(10, halfLife: 100));
    }

    [Theory]
    [MemberData(nameof(HalfLives))]
    public void A_sum_of_many_is_what_merging_one_after_the_other_gives_and_leaves_each_as_it_is(double halfLife)
    {
        var random = RandomKey.FromSeed(6).ToRandom();
        for (var many = 0; many < 20; many++)
        {
            var sums = Enumerable.Range(0, many).Select(_ => RandomSums.Draw(random, Width, random.Next(1000))).ToArray();
            var before = Array.ConvertAll(sums, s => s.Precision.ToArray());
            var merged = sums.Aggregate(default(PrototypeSums), (a, b) => PrototypeSums.Merge(a, b, halfLife));

            var sum = PrototypeSums.Sum(sums, halfLife);

            Assert.Equal(merged is null, sum is null);
            if (merged is not null)
            {
                RandomSums.AssertNear(merged, sum!, 1e-12);
            }

            Assert.Equal(before, sums.Select(s => s.Precision));
        }
    }

    [Theory]
    [InlineData(3, 4)]
    [InlineData(9, 8)]
    public void Sums_of_different_widths_have_no_sum(int one, int other)
    {
        var random = RandomKey.FromSeed(6).ToRandom();
        Assert.Throws<ArgumentException>(() => PrototypeSums.Sum([RandomSums.Draw(random, one, 0), RandomSums.Draw(random, other, 0)], 0));
    }

    [Fact]
    public void Forgotten_evidence_leaves_new_evidence_exactly()
    {
        var random = RandomKey.FromSeed(5).ToRandom();
        PrototypeSums old = RandomSums.Draw(random, Width, 0), recent = RandomSums.Draw(random, Width, 1_000_000);

        var merged = old.Merge(recent, halfLife: 1);

        Assert.Equal(recent.Precision, merged.Precision);
        Assert.Equal(recent.Count, merged.Count);
        Assert.Equal(0, old.CountAt(1_000_000, halfLife: 1));
    }

    [Fact]
    public void Spread_is_never_negative_however_much_the_difference_cancels()
    {
        // One pixel many times: q/Λ − (η/Λ)² is 0, up to rounding of either sign.
        for (var i = 1; i <= 1000; i++)
        {
            double mean = 1000 + 0.1 * i, weight = 1e6 + i;
            var sums = new PrototypeSums([i * weight], [i * weight * mean], [i * weight * mean * mean], i, 0);

            var spread = sums.SpreadVariance()[0];

            Assert.True(spread >= 1 / weight, $"spread² {spread:R} is below σ² {1 / weight:R}.");
            Assert.Equal(Math.Min(sums.PosteriorVariance()[0], spread), sums.PositiveVariance()[0]);
        }
    }

    [Fact]
    public void Missing_evidence_is_the_neutral_element()
    {
        var sums = RandomSums.Draw(RandomKey.FromSeed(6).ToRandom(), Width, 0);

        Assert.Same(sums, PrototypeSums.Merge(null, sums, 10));
        Assert.Same(sums, PrototypeSums.Merge(sums, null, 10));
        Assert.Null(PrototypeSums.Merge(null, null, 10));
    }

    [Fact]
    public void Bad_sums_are_refused_by_name()
    {
        double[] good = [1, 2], nan = [1, double.NaN], infinite = [double.PositiveInfinity, 1], zero = [0, 1], negative = [1, -1];
        (PrototypeSums Sums, string? Rule)[] cases =
        [
            (new(good, good, good, 1, 0), null),
            (new(good, negative, good, 1, 0), null),
            (new([1], [1], [1], 1, 0), "width 1; the prototype has 2"),
            (new(good, good, good, 0, 0), "n is 0"),
            (new(good, good, good, -3, 0), "n is -3"),
            (new(good, good, good, double.NaN, 0), "n is NaN"),
            (new(good, good, good, double.PositiveInfinity, 0), "n is"),
            (new(zero, good, good, 1, 0), "precision in dimension 0 is 0"),
            (new(negative, good, good, 1, 0), "precision in dimension 1 is -1"),
            (new(nan, good, good, 1, 0), "precision in dimension 1 is NaN"),
            (new(infinite, good, good, 1, 0), "precision in dimension 0"),
            (new(good, nan, good, 1, 0), "dimension 1 isn't finite"),
            (new(good, good, infinite, 1, 0), "dimension 0 isn't finite"),
        ];

        Assert.All(cases, c => Assert.True(c.Rule is null ? c.Sums.Refusal(2) is null : c.Sums.Refusal(2)?.Contains(c.Rule, StringComparison.Ordinal), $"{c.Rule}: {c.Sums.Refusal(2)}"));
    }

    [Fact]
    public void Sums_of_different_widths_are_not_merged()
    {
        Assert.Throws<ArgumentException>(() => new PrototypeSums([1, 2], [1], [1, 2], 1, 0));
        Assert.Throws<ArgumentException>(() => new PrototypeSums([1], [1], [1], 1, 0).Merge(new PrototypeSums([1, 2], [1, 2], [1, 2], 1, 0), 0));
    }

    private static PrototypeSums Tree(ReadOnlySpan<PrototypeSums> sums, KeyedRandom random, double halfLife)
    {
        if (sums.Length == 1)
        {
            return sums[0];
        }

        var split = random.Next(1, sums.Length);
        return Tree(sums[..split], random, halfLife).Merge(Tree(sums[split..], random, halfLife), halfLife);
    }
}
