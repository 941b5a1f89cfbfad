using TorchSharp;
using Xunit;

namespace Prcl.Unit.Learning;

/// <summary>Asserts that numbers agree up to a share of the largest magnitude among the expected ones.</summary>
internal static class Near
{
    public static void Equal(torch.Tensor expected, torch.Tensor actual, double relative)
    {
        Assert.Equal(expected.shape, actual.shape);
        Equal(Doubles(expected), Doubles(actual), relative);
    }

    public static void Equal(ReadOnlySpan<double> expected, ReadOnlySpan<double> actual, double relative)
    {
        Assert.Equal(expected.Length, actual.Length);
        var largest = 0.0;
        foreach (var value in expected)
        {
            largest = Math.Max(largest, Math.Abs(value));
        }

        for (var i = 0; i < expected.Length; i++)
        {
            Assert.True(
                Math.Abs(expected[i] - actual[i]) <= relative * largest,
                $"At {i}: expected {expected[i]:R}, got {actual[i]:R}; allowed is {relative} of the largest, {largest:R}.");
        }
    }

    /// <summary>The values of a tensor of any type, row by row.</summary>
    public static double[] Doubles(torch.Tensor tensor)
    {
        using var scope = torch.NewDisposeScope();
        return tensor.detach().cpu().to(torch.float64).contiguous().data<double>().ToArray();
    }
}
