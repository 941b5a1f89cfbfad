using static TorchSharp.torch;

namespace Prcl.Learning.Prototypes;

/// <summary>Sums of a batch of representations by class (<c>ALGORITHM.md</c>, section 3), accumulated in double.</summary>
public static class ClassSummation
{
    /// <summary>One sum a class; null for classes without a pixel.</summary>
    /// <param name="means">μ, [P, D], raw or unit as the run says.</param>
    /// <param name="variances">σ², [P, D].</param>
    /// <param name="labels">Class ids in [0, K), int64, [P].</param>
    /// <param name="classes">K.</param>
    /// <param name="clock">Image draws at which the sums stand.</param>
    public static PrototypeSums?[] Of(Tensor means, Tensor variances, Tensor labels, int classes, long clock)
    {
        using var noGradient = no_grad();
        using var scope = NewDisposeScope();
        var membership = nn.functional.one_hot(labels, classes).to(ScalarType.Float64).t();  // [K, P]
        var precision = variances.to(ScalarType.Float64).reciprocal();                       // [P, D]
        var mean = means.to(ScalarType.Float64);
        var information = mean * precision;
        var width = means.shape[1];
        var sums = matmul(membership, cat([precision, information, information * mean], 1)).cpu().data<double>().ToArray();  // [K, 3D]
        var counts = membership.sum(1).cpu().data<double>().ToArray();

        var result = new PrototypeSums?[classes];
        for (var k = 0; k < classes; k++)
        {
            if (counts[k] > 0)
            {
                var row = sums.AsSpan((int)(k * 3 * width), (int)(3 * width));
                result[k] = new PrototypeSums(
                    row[..(int)width].ToArray(),
                    row[(int)width..(int)(2 * width)].ToArray(),
                    row[(int)(2 * width)..].ToArray(),
                    counts[k],
                    clock);
            }
        }

        return result;
    }
}
