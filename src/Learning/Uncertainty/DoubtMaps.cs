using Prcl.Learning.Prototypes;
using Prcl.Learning.Scalars;
using static TorchSharp.torch;

namespace Prcl.Learning.Uncertainty;

/// <summary>
/// How much each pixel's class is in doubt (<c>docs/method.md</c>, section 6), from the classifier, the representation and the prototypes. The
/// prototypes' probabilities are a softmax of cosine over the classes with evidence.
/// </summary>
public sealed class DoubtMaps : IDisposable
{
    // What ‖Δ‖²/(2τ·2σ²) comes to for unit means at τ = 0.1 and σ² = 0.5: the contrastive logits that the means were trained with.
    private const double CosineTemperature = 0.1;

    private readonly Tensor _means;    // [S, D], unit
    private readonly Tensor _classes;  // [S]

    /// <summary>Takes the prototypes as they stand; outlives the dispose scope that it is made in.</summary>
    /// <param name="prototypes">Of each class; null for one without evidence, of which the prototypes know nothing.</param>
    /// <param name="device">Where networks compute.</param>
    public DoubtMaps(IReadOnlyList<PrototypeSums?> prototypes, Device device)
    {
        var sources = Enumerable.Range(0, prototypes.Count).Where(k => prototypes[k] is not null).ToArray();
        _means = PrototypeMatrix.Unit(prototypes, sources, device).DetachFromDisposeScope();
        _classes = tensor(Array.ConvertAll(sources, k => (long)k), device: device).DetachFromDisposeScope();
    }

    /// <summary>Knows no prototype.</summary>
    public static DoubtMaps WithoutPrototypes { get; } = new([], CPU);

    /// <summary>Whether prototypes are there to be asked; without them <see cref="Doubt.Both"/> is <see cref="Doubt.Confidence"/>.</summary>
    public bool HavePrototypes => _classes.numel() > 0;

    /// <summary>One doubt of every pixel.</summary>
    /// <param name="doubt">Which.</param>
    /// <param name="probabilities">The classifier's, [K, H, W].</param>
    /// <param name="means">μ, [1, D, h, w]; needed for what asks the prototypes.</param>
    /// <param name="variance">Mean over D of σ², [H, W]; needed for <see cref="Doubt.Variance"/>.</param>
    /// <returns>[H, W] in [0, 1], in the caller's dispose scope.</returns>
    public Tensor Of(Doubt doubt, Tensor probabilities, Tensor? means, Tensor? variance)
    {
        using var scope = NewDisposeScope();
        var map = doubt switch
        {
            Doubt.Entropy => Entropy(probabilities),
            Doubt.Variance => variance ?? throw new ArgumentNullException(nameof(variance), "A doubt of the variance needs the variance."),
            Doubt.Distance when HavePrototypes => Cosines(means, probabilities).max(0).values.neg().Plus(1).mul(Held.Number(0.5)),
            Doubt.Prototypes when HavePrototypes => Complement(Agreement(means, probabilities)),
            Doubt.Both when HavePrototypes => Complement(Agreement(means, probabilities).Plus(probabilities.max(0).values).mul(Held.Number(0.5))),
            _ => Complement(probabilities.max(0).values),
        };
        return map.clamp(Held.Number(0L), Held.Number(1L)).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _means.Dispose();
        _classes.Dispose();
    }

    private static Tensor Complement(Tensor share) => share.neg().Plus(1);

    private static Tensor Entropy(Tensor probabilities) =>
        probabilities.mul(probabilities.clamp(min: Held.Number(1e-12)).log()).sum(0L).mul(Held.Number(-1 / Math.Log(probabilities.shape[0])));

    // The prototypes' probability of the class that the classifier chose; 0 for a class without evidence. [H, W]
    private Tensor Agreement(Tensor? means, Tensor probabilities)
    {
        var chosen = probabilities.argmax(0, false);                                                       // [H, W]
        var known = Cosines(means, probabilities).div(Held.Number(CosineTemperature)).softmax(0);          // [S, H, W]
        var all = zeros_like(probabilities).index_copy_(0, _classes, known);                               // [K, H, W]
        return all.gather(0, chosen.unsqueeze(0)).squeeze(0);
    }

    // [S, H, W]
    private Tensor Cosines(Tensor? means, Tensor probabilities)
    {
        var unit = nn.functional.normalize(means ?? throw new ArgumentNullException(nameof(means), "Prototypes are compared with means."), p: 2, dim: 1);
        var cosines = nn.functional.conv2d(unit, _means.unsqueeze(-1).unsqueeze(-1));                      // [1, S, h, w]
        return nn.functional.interpolate(
            cosines, size: [probabilities.shape[1], probabilities.shape[2]], mode: InterpolationMode.Bilinear, align_corners: true)[0];
    }
}
