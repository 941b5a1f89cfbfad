using Prcl.Learning.Metrics;
using Xunit;

namespace Prcl.Unit.Learning.Metrics;

public sealed class ScatterRatioTests
{
    private const int Classes = 4, Width = 5;

    [Fact]
    public void The_ratio_is_what_plain_loops_give_whatever_the_frames()
    {
        var random = new Random(7);
        // Class 3 has no pixel; a sixth are ignored.
        long[] label = [.. Enumerable.Range(0, 300).Select(_ => random.NextInt64(-1, 3))];
        float[] mean = [.. label.SelectMany(k => Enumerable.Range(0, Width).Select(d => 3 * (random.NextSingle() - 0.4f + (d == k ? 0.5f : 0))))];
        var ratio = new ScatterRatio(Classes, Width);

        ratio.Add(mean.AsSpan(0, 100 * Width), label.AsSpan(0, 100));
        ratio.Add(mean.AsSpan(100 * Width), label.AsSpan(100));

        Assert.Equal(1, ratio.Value() / Oracle(mean, label), 1e-12);
    }

    [Fact]
    public void Length_does_not_matter_and_direction_does()
    {
        // Class 0 in directions x and y, class 1 in direction −x: m₀ = (½, ½), m₁ = (−1, 0), m = (0, ⅓).
        // S_W = 2·½, S_B = 2·(¼ + 1/36) + (1 + 1/9) = 5/3.
        Assert.Equal(5.0 / 3, Ratio(2, [10, 0, 0, 0.1f, -3, 0], [0, 0, 1]), 1e-14);
    }

    [Fact]
    public void Classes_of_one_direction_each_are_told_apart_without_limit() =>
        Assert.Equal(double.PositiveInfinity, Ratio(2, [1, 0, 2, 0, 0, 1], [0, 0, 1]));

    [Fact]
    public void Classes_that_share_their_mean_are_not_told_apart() =>
        Assert.Equal(0, Ratio(2, [1, 0, -1, 0, 0, 1, 0, -1], [0, 0, 1, 1]), 1e-15);

    [Fact]
    public void Fewer_than_two_classes_have_no_ratio()
    {
        Assert.Equal(double.NaN, Ratio(2, [1, 0, 0, 1], [1, 1]));
        Assert.Equal(double.NaN, Ratio(2, [1, 0], [-1]));
    }

    [Fact]
    public void Ignored_pixels_may_be_anything() => Assert.Equal(double.NaN, Ratio(2, [float.NaN, 0], [-1]));

    [Fact]
    public void What_has_no_direction_no_class_or_another_width_is_refused()
    {
        Assert.Contains("pixel 1 has no direction", Assert.Throws<ArgumentException>(() => Ratio(2, [1, 0, 0, 0], [0, 1])).Message, StringComparison.Ordinal);
        Assert.Contains("pixel 0 has no direction", Assert.Throws<ArgumentException>(() => Ratio(2, [float.NaN, 0], [0])).Message, StringComparison.Ordinal);
        Assert.Contains("label is 255 at pixel 1: it must be a class from 0 to 3, or −1", Assert.Throws<ArgumentException>(() => Ratio(1, [1, 1], [0, 255])).Message, StringComparison.Ordinal);
        Assert.Contains("2 pixels of 2 dimensions are 4 numbers, got 3", Assert.Throws<ArgumentException>(() => Ratio(2, [1, 1, 1], [0, 1])).Message, StringComparison.Ordinal);
    }

    private static double Ratio(int width, float[] mean, long[] label)
    {
        var ratio = new ScatterRatio(Classes, width);
        ratio.Add(mean, label);
        return ratio.Value();
    }

    private static double Oracle(float[] mean, long[] label)
    {
        var pixels = new List<(long Class, double[] Unit)>();
        for (var p = 0; p < label.Length; p++)
        {
            if (label[p] >= 0)
            {
                double[] row = [.. mean.Skip(p * Width).Take(Width).Select(x => (double)x)];
                var norm = Math.Sqrt(row.Sum(x => x * x));
                pixels.Add((label[p], [.. row.Select(x => x / norm)]));
            }
        }

        double between = 0, within = 0;
        var all = Mean(pixels.Select(p => p.Unit));
        foreach (var group in pixels.GroupBy(p => p.Class, p => p.Unit))
        {
            var own = Mean(group);
            between += group.Count() * Distance(own, all);
            within += group.Sum(unit => Distance(unit, own));
        }

        return between / within;
    }

    private static double[] Mean(IEnumerable<double[]> rows) => [.. Enumerable.Range(0, Width).Select(d => rows.Average(row => row[d]))];

    private static double Distance(double[] a, double[] b) => a.Zip(b, (x, y) => (x - y) * (x - y)).Sum();
}
