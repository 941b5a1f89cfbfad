using Prcl.Learning.Prototypes;
using Prcl.Learning.Scalars;
using static TorchSharp.torch;

namespace Prcl.Learning.SelfTraining;

/// <summary>
/// The prototypes' own opinion of a pseudo-label (<c>docs/method.md</c>, section 6): it counts only where the class whose prototype is
/// nearest to the pixel's representation, by cosine, is the classifier's too.
/// </summary>
public sealed class PrototypeCheck
{
    private readonly Tensor _means;    // [S, D], unit
    private readonly Tensor _classes;  // [S]

    /// <summary>Takes the prototypes as they stand. The tensors live in the caller's dispose scope.</summary>
    /// <param name="prototypes">Of each class; null for one without (enough) evidence, whose pseudo-labels agree with nothing.</param>
    /// <param name="device">Where representations are.</param>
    public PrototypeCheck(IReadOnlyList<PrototypeSums?> prototypes, Device device)
    {
        var sources = Enumerable.Range(0, prototypes.Count).Where(k => prototypes[k] is not null).ToArray();
        _means = PrototypeMatrix.Unit(prototypes, sources, device);
        _classes = tensor(Array.ConvertAll(sources, k => (long)k), device: device);
    }

    /// <summary>The class of the nearest prototype of each pixel.</summary>
    /// <param name="means">μ of the teacher's representations, [B, D, h, w].</param>
    /// <param name="height">H of the result.</param>
    /// <param name="width">W of the result.</param>
    /// <returns>int64, [B, H, W]; −1 everywhere when no class has evidence.</returns>
    public Tensor Nearest(Tensor means, long height, long width)
    {
        using var noGradient = no_grad();
        using var scope = NewDisposeScope();
        if (_classes.numel() == 0)
        {
            return full([means.shape[0], height, width], Held.Number(-1L), ScalarType.Int64, means.device).MoveToOuterDisposeScope();
        }

        var unit = nn.functional.normalize(means, p: 2, dim: 1);
        var cosines = nn.functional.conv2d(unit, _means.unsqueeze(-1).unsqueeze(-1));                             // [B, S, h, w]
        var upsampled = nn.functional.interpolate(cosines, size: [height, width], mode: InterpolationMode.Bilinear, align_corners: true);
        return _classes.index_select(0, upsampled.argmax(1).flatten()).view(means.shape[0], height, width).MoveToOuterDisposeScope();
    }
}
