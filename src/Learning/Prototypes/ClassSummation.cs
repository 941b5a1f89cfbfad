using Prcl.Learning.Scalars;
using static TorchSharp.torch;

namespace Prcl.Learning.Prototypes;

/// <summary>Sums of a batch of representations by class (<c>docs/method.md</c>, section 3), accumulated in double.</summary>
public static class ClassSummation
{
    /// <summary>
    /// One sum a class; null for classes without a pixel. A value that isn't finite spoils the sums of every class, so
    /// <see cref="PrototypeSums.Refusal"/> refuses the whole batch.
    /// </summary>
    /// <param name="means">μ, [P, D], raw or unit as the run says.</param>
    /// <param name="variances">σ², [P, D].</param>
    /// <param name="labels">Class ids in [0, K), int64, [P].</param>
    /// <param name="classes">K.</param>
    /// <param name="clock">Image draws at which the sums stand.</param>
    public static PrototypeSums?[] Of(Tensor means, Tensor variances, Tensor labels, int classes, long clock)
    {
        using var noGradient = no_grad();
        using var scope = NewDisposeScope();
        var width = (int)means.shape[1];
        var membership = nn.functional.one_hot(labels, classes).to(ScalarType.Float64).t();  // [K, P]
        var terms = variances.to(ScalarType.Float64).reciprocal();                           // 1/σ², [P, D]
        var mean = means.to(ScalarType.Float64);                                             // [P, D]
        var precision = matmul(membership, terms);                                           // Σ 1/σ², [K, D]
        var information = matmul(membership, terms.mul_(mean));                              // Σ μ/σ², [K, D]
        var secondMoment = matmul(membership, terms.mul_(mean));                             // Σ μ²/σ², [K, D]
        var counts = membership.sum([1L], keepdim: true);                                    // [K, 1]
        var rows = HostReads.Of<double>(cat([precision, information, secondMoment, counts], 1));  // [K, 3·D + 1]

        var result = new PrototypeSums?[classes];
        for (var k = 0; k < classes; k++)
        {
            var row = rows.AsSpan(k * (3 * width + 1), 3 * width + 1);
            if (row[^1] > 0)
            {
                result[k] = new PrototypeSums(row[..width].ToArray(), row[width..(2 * width)].ToArray(), row[(2 * width)..^1].ToArray(), row[^1], clock);
            }
        }

        return result;
    }
}
