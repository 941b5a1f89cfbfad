using Prcl.Learning.Scalars;
using static TorchSharp.torch;

namespace Prcl.Learning.Contrast;

/// <summary>
/// The two parts that a mean logit MLS/τ is the sum of (<c>docs/method.md</c>, section 4): when the second one outweighs the
/// first, variance decides and not direction.
/// </summary>
/// <param name="Distance">−½/τ · mean over d of (μ_a − μ_b)² / (σ²_a + σ²_b), at most 0.</param>
/// <param name="LogVariance">−½/τ · mean over d of log(σ²_a + σ²_b).</param>
public readonly record struct LogitParts(double Distance, double LogVariance)
{
    /// <summary>Both parts, averaged over pairs.</summary>
    /// <param name="meanA">Normalised, [Q, D].</param>
    /// <param name="varianceA">[Q, D].</param>
    /// <param name="meanB">Normalised, [Q, D] or [D].</param>
    /// <param name="varianceB">[Q, D] or [D].</param>
    /// <param name="temperature">τ.</param>
    /// <returns>[2], without gradient.</returns>
    internal static Tensor Mean(Tensor meanA, Tensor varianceA, Tensor meanB, Tensor varianceB, double temperature)
    {
        using var noGradient = no_grad();
        using var scope = NewDisposeScope();
        var variance = varianceA.Plus(varianceB);
        var difference = meanA - meanB;
        var distance = difference.mul(difference).div_(variance).mean();
        return stack([distance, variance.log_().mean()]).mul_(Held.Number(-0.5 / temperature)).MoveToOuterDisposeScope();
    }

    /// <summary>The mean over classes of the same number of anchors, [2], where the classes' are; null without one.</summary>
    internal static Tensor? Average(IReadOnlyCollection<Tensor> classes) => classes.Count == 0 ? null : stack(classes).mean([0L]);

    /// <summary>Both parts as numbers; null for none.</summary>
    internal static LogitParts? Of(ReadOnlySpan<float> parts) => parts.IsEmpty ? null : new LogitParts(parts[0], parts[1]);
}
