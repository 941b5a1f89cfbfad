using Prcl.Learning.Prototypes;
using TorchSharp;
using Xunit;

namespace Prcl.Unit.Learning.Prototypes;

public sealed class ClassSummationTests : IDisposable
{
    private readonly DisposeScope _scope = torch.NewDisposeScope();
    private readonly torch.Generator _generator = new(5);

    public void Dispose()
    {
        _generator.Dispose();
        _scope.Dispose();
    }

    [Theory]
    [InlineData(torch.ScalarType.Float32)]
    [InlineData(torch.ScalarType.Float64)]
    public void Sums_are_what_plain_loops_give(torch.ScalarType type)
    {
        const int Pixels = 200, Width = 5, Classes = 6, Absent = 4;
        var means = torch.randn([Pixels, Width], generator: _generator).to(type);
        var variances = (torch.rand([Pixels, Width], generator: _generator) * 6 - 6).mul(Math.Log(10)).exp().to(type);  // 1e-6 … 1
        var labels = torch.randint(0, Classes, [Pixels], torch.int64, generator: _generator);
        labels.masked_fill_(labels.eq(Absent), 0);
        double[] mean = Near.Doubles(means), variance = Near.Doubles(variances);
        double[,] precision = new double[Classes, Width], information = new double[Classes, Width], secondMoment = new double[Classes, Width];
        var count = new double[Classes];
        for (var i = 0; i < Pixels; i++)
        {
            var k = labels[i].item<long>();
            count[k]++;
            for (var d = 0; d < Width; d++)
            {
                precision[k, d] += 1 / variance[i * Width + d];
                information[k, d] += mean[i * Width + d] / variance[i * Width + d];
                secondMoment[k, d] += mean[i * Width + d] * mean[i * Width + d] / variance[i * Width + d];
            }
        }

        var sums = ClassSummation.Of(means, variances, labels, Classes, clock: 99);

        Assert.Null(sums[Absent]);
        foreach (var k in Enumerable.Range(0, Classes).Except([Absent]))
        {
            Near.Equal(Row(precision, k), sums[k]!.Precision, 1e-12);
            Near.Equal(Row(information, k), sums[k]!.Information, 1e-12);
            Near.Equal(Row(secondMoment, k), sums[k]!.SecondMoment, 1e-12);
            Assert.Equal((count[k], 99), (sums[k]!.Count, sums[k]!.Clock));
            Assert.Null(sums[k]!.Refusal(Width));
        }

        // The inputs are the step's own tensors: they stay as they are.
        Assert.Equal(variance, Near.Doubles(variances));
        Assert.Equal(mean, Near.Doubles(means));
    }

    [Fact]
    public void Without_a_pixel_no_class_has_a_sum()
    {
        var sums = ClassSummation.Of(torch.empty(0, 3), torch.empty(0, 3), torch.empty([0], torch.int64), 4, clock: 0);

        Assert.Equal(new PrototypeSums?[4], sums);
    }

    [Fact]
    public void A_pixel_that_is_not_finite_makes_sums_that_are_refused()
    {
        var means = torch.tensor(new float[] { 1, float.NaN, 2, 3 }, 2, 2);

        var sums = ClassSummation.Of(means, torch.ones(2, 2), torch.tensor(new long[] { 0, 1 }), 2, clock: 0);

        Assert.All(sums, sum => Assert.NotNull(sum!.Refusal(2)));
    }

    private static double[] Row(double[,] matrix, int row) => [.. Enumerable.Range(0, matrix.GetLength(1)).Select(d => matrix[row, d])];
}
