using Prcl.Learning.Randomness;
using Xunit;

namespace Prcl.Unit.Learning.Randomness;

public sealed class KeyedRandomTests
{
    private const int Draws = 200_000;

    [Fact]
    public void The_sequence_is_SplitMix64_as_published()
    {
        // The reference implementation's first outputs for seed 1234567.
        var random = new RandomKey(1234567).ToRandom();
        ulong[] expected = [6457827717110365317, 3203168211198807973, 9817491932198370423, 4593380528125082431, 16408922859458223821];

        var bytes = new byte[8 * expected.Length];
        random.NextBytes(bytes);

        Assert.Equal(expected, Enumerable.Range(0, expected.Length).Select(i => BitConverter.ToUInt64(bytes, 8 * i)));
    }

    [Fact]
    public void Bytes_do_not_depend_on_how_a_last_word_is_cut()
    {
        var (whole, cut) = (new byte[16], new byte[13]);

        Make().NextBytes(whole);
        Make().NextBytes(cut);

        Assert.Equal(whole[..13], cut);
    }

    [Fact]
    public void Whole_numbers_stay_within_bounds_and_are_uniform()
    {
        var random = Make();
        var counts = new long[7];
        for (var i = 0; i < Draws; i++)
        {
            counts[random.Next(7)]++;
        }

        // Chi-square with 6 degrees of freedom: 22.5 has probability 0.001.
        var expected = Draws / 7.0;
        Assert.InRange(counts.Sum(count => (count - expected) * (count - expected) / expected), 0, 22.5);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(-5, 5)]
    [InlineData(int.MinValue, int.MaxValue)]
    [InlineData(2_000_000_000, int.MaxValue)]
    public void Ranges_hold_their_draws(int low, int high)
    {
        var random = Make();

        Assert.All(Enumerable.Range(0, 10_000), _ => Assert.InRange(random.Next(low, high), low, high - 1));
    }

    [Fact]
    public void The_widest_range_is_spanned()
    {
        var random = Make();
        var draws = Enumerable.Range(0, 10_000).Select(_ => random.NextInt64(long.MinValue, long.MaxValue)).ToArray();

        Assert.InRange(draws.Count(x => x < 0), 4700, 5300);
        Assert.InRange(draws.Count(x => x > long.MaxValue / 2), 2200, 2800);
    }

    [Fact]
    public void Empty_ranges_answer_as_the_standard_generator_does()
    {
        var random = Make();

        Assert.Equal((0, 3, 0L), (random.Next(0), random.Next(3, 3), random.NextInt64(0)));
        Assert.Throws<ArgumentOutOfRangeException>(() => random.Next(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => random.Next(3, 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => random.NextInt64(-1));
        Assert.All(Enumerable.Range(0, 1000), _ => Assert.True(random.Next() >= 0 && random.NextInt64() >= 0));
    }

    [Fact]
    public void Fractions_are_uniform_below_1()
    {
        var random = Make();
        double sum = 0, squares = 0;
        for (var i = 0; i < Draws; i++)
        {
            var (x, single) = (random.NextDouble(), random.NextSingle());
            Assert.InRange(x, 0, 1 - double.Epsilon);
            Assert.True(single is >= 0 and < 1);
            sum += x;
            squares += x * x;
        }

        Assert.Equal(0.5, sum / Draws, 0.003);
        Assert.Equal(1 / 3.0, squares / Draws, 0.003);
        Assert.InRange(random.NextUniform(-3, -2), -3, -2);
    }

    [Fact]
    public void Normal_draws_have_the_moments_of_a_normal()
    {
        var random = Make();
        var moments = new double[5];
        var beyondTwo = 0;
        for (var i = 0; i < Draws; i++)
        {
            var x = random.NextNormal();
            for (var (m, power) = (1, x); m <= 4; m++, power *= x)
            {
                moments[m] += power / Draws;
            }

            beyondTwo += Math.Abs(x) > 2 ? 1 : 0;
        }

        Assert.Equal(0, moments[1], 0.01);
        Assert.Equal(1, moments[2], 0.015);
        Assert.Equal(0, moments[3], 0.03);
        Assert.Equal(3, moments[4], 0.1);
        Assert.Equal(0.0455, beyondTwo / (double)Draws, 0.002);
    }

    private static KeyedRandom Make() => RandomKey.FromSeed(42).ToRandom();
}
