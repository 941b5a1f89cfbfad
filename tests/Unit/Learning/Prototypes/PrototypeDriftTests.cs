using Prcl.Learning.Prototypes;
using Xunit;

namespace Prcl.Unit.Learning.Prototypes;

public sealed class PrototypeDriftTests
{
    [Fact]
    public void What_stands_still_does_not_drift()
    {
        double[] mean = [1, 2, -3], variance = [0.1, 1, 10];

        Assert.Equal(0, PrototypeDrift.Distance(mean, Array.ConvertAll(mean, x => 5 * x)), 1e-12);
        Assert.Equal(0, PrototypeDrift.SymmetricDivergence(mean, variance, mean, variance), 1e-12);
    }

    [Fact]
    public void Opposite_means_are_at_distance_2_and_divergence_is_symmetric()
    {
        double[] a = [1, 2], b = [-2, -4], narrow = [0.1, 0.1], wide = [1, 2];

        Assert.Equal(2, PrototypeDrift.Distance(a, b), 1e-12);
        Assert.Equal(PrototypeDrift.SymmetricDivergence(a, narrow, b, wide), PrototypeDrift.SymmetricDivergence(b, wide, a, narrow), 1e-9);
    }
}
