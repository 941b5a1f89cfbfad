using Prcl.Learning.Scalars;
using static TorchSharp.torch;

namespace Prcl.Learning.Uncertainty;

/// <summary>How much each image of a step is in doubt (<see cref="Doubt.Confidence"/>), from what the step computes of it anyway.</summary>
/// <param name="images">How many images there are.</param>
/// <param name="classes">K.</param>
public sealed class ImageDoubts(int images, int classes)
{
    private readonly ImageDoubt?[] _doubts = new ImageDoubt?[images];

    /// <summary>Each image's doubt, in order; null for one that nobody has looked at, or not with finite numbers.</summary>
    public IReadOnlyList<ImageDoubt?> All => _doubts;

    /// <summary>Looks at an image.</summary>
    /// <param name="image">Which.</param>
    /// <param name="label">The classes that are predicted, int64, [H, W], on the CPU.</param>
    /// <param name="probability">Their probabilities, [H, W], on the CPU.</param>
    public void Look(int image, Tensor label, Tensor probability)
    {
        using var noGradient = no_grad();
        using var scope = NewDisposeScope();
        var doubts = probability.to(ScalarType.Float64).neg().Plus(1);
        var byClass = bincount(label.flatten(), doubts.flatten(), classes).data<double>().ToArray();
        var mean = byClass.Sum() / label.numel();
        _doubts[image] = double.IsFinite(mean) ? new ImageDoubt(Math.Clamp(mean, 0, 1), Array.IndexOf(byClass, byClass.Max())) : null;
    }
}
