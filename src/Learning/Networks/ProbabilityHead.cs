using Prcl.Learning.Randomness;
using Prcl.Learning.Scalars;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace Prcl.Learning.Networks;

/// <summary>
/// The variance σ² of each pixel's representation (<c>docs/method.md</c>, section 1, probability head):
/// F·rownorm(W1)ᵀ → batch norm → ReLU → ·rownorm(W2)ᵀ → batch norm without affine → x = γx + β → σ² = sigmoid(log(eˣ + 1e−6)).
/// It belongs to the student only.
/// </summary>
/// <remarks>State names: <c>w1</c>, <c>bn1.*</c>, <c>w2</c>, <c>bn2.running_*</c>, <c>gamma</c> [1], <c>beta</c> [1].</remarks>
public sealed class ProbabilityHead : nn.Module<Tensor, Tensor>
{
    private const double Floor = 1e-6;

    [ComponentName(Name = "w1")]
    private readonly Parameter _w1;
    [ComponentName(Name = "bn1")]
    private readonly BatchNorm _bn1;
    [ComponentName(Name = "w2")]
    private readonly Parameter _w2;
    [ComponentName(Name = "bn2")]
    private readonly BatchNorm _bn2;
    [ComponentName(Name = "gamma")]
    private readonly Parameter _gamma;
    [ComponentName(Name = "beta")]
    private readonly Parameter _beta;
    private readonly int _width;
    private readonly double _least;

    /// <summary>Builds the head that fits a network's features.</summary>
    /// <param name="options">The network's shape.</param>
    /// <param name="key">The run's key: the same key and options give the same weights.</param>
    /// <exception cref="ArgumentException"><paramref name="options"/> breaks one of its rules.</exception>
    public ProbabilityHead(NetworkOptions options, RandomKey key)
        : this(Validated(options).FeatureWidth, options.HeadWidth, options.RepresentationWidth, key, options.VarianceFloor)
    {
    }

    /// <summary>Builds a head of any widths on the CPU, in training mode.</summary>
    /// <param name="featureWidth">Channels C of the features.</param>
    /// <param name="hiddenWidth">Rows of W1.</param>
    /// <param name="representationWidth">Rows D of W2.</param>
    /// <param name="key">The run's key.</param>
    /// <param name="least">Least σ², in [0, 1): what the formula gives is squeezed into (least, 1).</param>
    public ProbabilityHead(int featureWidth, int hiddenWidth, int representationWidth, RandomKey key, double least = 0)
        : base(nameof(ProbabilityHead))
    {
        (_width, _least) = (representationWidth, least);
        _w1 = new Parameter(empty(hiddenWidth, featureWidth));
        _bn1 = new BatchNorm(hiddenWidth);
        _w2 = new Parameter(empty(representationWidth, hiddenWidth));
        _bn2 = new BatchNorm(representationWidth, affine: false);
        _gamma = new Parameter(ones(1));
        _beta = new Parameter(zeros(1));
        RegisterComponents();

        using var generator = WeightInitialisation.CreateGenerator(key.With(Purpose.Initialisation).With(6));
        WeightInitialisation.FillKaiming(_w1, generator, WeightInitialisation.Fan.In);
        WeightInitialisation.FillKaiming(_w2, generator, WeightInitialisation.Fan.In);
    }

    /// <summary>Features [B, C, h, w] → variances [B, D, h, w], each in (0, 1).</summary>
    public override Tensor forward(Tensor features)
    {
        using var scope = NewDisposeScope();
        var hidden = _bn1.call(conv2d(features, UnitRows(_w1))).relu_(); // [B, hidden, h, w]
        var shifted = ScaleAndShift(conv2d(hidden, UnitRows(_w2))); // [B, D, h, w]

        // sigmoid(log(eˣ + ε)) = (eˣ + ε)/(1 + eˣ + ε) = (sigmoid(x − log(1 + ε)) + ε)/(1 + ε), which neither over- nor underflows.
        var variance = shifted.sigmoid().Plus(Floor).div(Held.Number(1 + Floor));
        return (_least == 0 ? variance : variance.mul(Held.Number(1 - _least)).Plus(_least)).MoveToOuterDisposeScope();
    }

    /// <summary>
    /// γ·norm(x) + β − log(1 + ε) in one pass: the scalars go in as the affine part of the batch norm, the same for every channel.
    /// </summary>
    private Tensor ScaleAndShift(Tensor projected)
    {
        var scale = _gamma.expand(_width).contiguous();
        var shift = _beta.sub(Held.Number(Math.Log(1 + Floor))).expand(_width).contiguous();
        return _bn2.WithAffine(projected, scale, shift);
    }

    /// <summary>Weight [out, in] as a 1×1 convolution's, each row of length 1.</summary>
    private static Tensor UnitRows(Tensor weight) => normalize(weight, p: 2, dim: 1).unsqueeze(-1).unsqueeze(-1); // [out, in, 1, 1]

    private static NetworkOptions Validated(NetworkOptions options)
    {
        options.Validate();
        return options;
    }
}
