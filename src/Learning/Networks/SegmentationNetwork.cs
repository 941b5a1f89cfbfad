using Prcl.Learning.Randomness;
using TorchSharp;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace Prcl.Learning.Networks;

/// <summary>
/// DeepLabV3+ with a second head for representation means (<c>docs/method.md</c>, section 1). Student and teacher are both one of these;
/// the <see cref="ProbabilityHead"/> stands apart because only the student has it.
/// </summary>
/// <remarks>
/// State names: <c>backbone.*</c> as in torchvision, <c>aspp.*</c>, <c>skip.*</c>, <c>classifier.*</c>, <c>mean_head.*</c>. In training mode
/// a batch of one image uses running statistics in ASPP's image pooling, where it would have one value a channel.
/// </remarks>
public sealed class SegmentationNetwork : nn.Module<Tensor, SegmentationOutput>
{
    [ComponentName(Name = "backbone")]
    private readonly BackboneNetwork _backbone;
    [ComponentName(Name = "aspp")]
    private readonly AtrousPyramidPooling _aspp;
    [ComponentName(Name = "skip")]
    private readonly Sequential _skip;
    [ComponentName(Name = "classifier")]
    private readonly Sequential _classifier;
    [ComponentName(Name = "mean_head")]
    private readonly Sequential _meanHead;

    /// <summary>Builds the network on the CPU, in training mode.</summary>
    /// <param name="options">Its shape.</param>
    /// <param name="key">The run's key: the same key and options give the same weights.</param>
    /// <exception cref="ArgumentException"><paramref name="options"/> breaks one of its rules.</exception>
    public SegmentationNetwork(NetworkOptions options, RandomKey key)
        : base(nameof(SegmentationNetwork))
    {
        options.Validate();
        Options = options;
        var (width, separable) = (options.HeadWidth, options.SeparableHeads);
        _backbone = BackboneNetwork.Create(options.Backbone, options.OutputStride);
        _aspp = new AtrousPyramidPooling(_backbone.HighLevelWidth, width, options.AsppRates, separable);
        _skip = ConvolutionBlocks.Pointwise(_backbone.LowLevelWidth, NetworkOptions.SkipWidth);
        _classifier = ConvolutionBlocks.Head(options.FeatureWidth, width, options.Classes, separable);
        _meanHead = ConvolutionBlocks.Head(options.FeatureWidth, width, options.RepresentationWidth, separable);
        RegisterComponents();
        foreach (var convolution in modules().OfType<Convolution>())
        {
            convolution.Precision = options.Precision;
        }

        // A key for each part: another backbone leaves the heads' weights as they were, where shapes allow.
        var parts = key.With(Purpose.Initialisation);
        WeightInitialisation.Fill(_backbone, parts.With(1), WeightInitialisation.Fan.Out);
        WeightInitialisation.Fill(_aspp, parts.With(2), WeightInitialisation.Fan.In);
        WeightInitialisation.Fill(_skip, parts.With(3), WeightInitialisation.Fan.In);
        WeightInitialisation.Fill(_classifier, parts.With(4), WeightInitialisation.Fan.In);
        WeightInitialisation.Fill(_meanHead, parts.With(5), WeightInitialisation.Fan.In);
    }

    /// <summary>What the network was built from.</summary>
    public NetworkOptions Options { get; }

    /// <summary>The backbone, for loading a public checkpoint into it.</summary>
    public BackboneNetwork Backbone => _backbone;

    /// <summary>Logits, representation means and features of normalised images [B, 3, H, W].</summary>
    public override SegmentationOutput forward(Tensor image)
    {
        using var scope = NewDisposeScope();
        var features = Features(image); // [B, C, h, w]
        var logits = _classifier.call(features); // [B, K, h, w]
        var means = _meanHead.call(features); // [B, D, h, w]
        return new SegmentationOutput(
            logits.MoveToOuterDisposeScope(),
            means.MoveToOuterDisposeScope(),
            features.MoveToOuterDisposeScope());
    }

    /// <summary>Only the logits [B, K, h, w] of normalised images [B, 3, H, W]: what teacher and prediction need, without the mean head.</summary>
    public Tensor Logits(Tensor image)
    {
        using var scope = NewDisposeScope();
        return _classifier.call(Features(image)).MoveToOuterDisposeScope();
    }

    /// <summary>Features and logits of normalised images [B, 3, H, W], without the mean head.</summary>
    /// <returns>[B, C, h, w] and [B, K, h, w].</returns>
    public (Tensor Features, Tensor Logits) FeaturesAndLogits(Tensor image)
    {
        using var scope = NewDisposeScope();
        var features = Features(image);
        return (features.MoveToOuterDisposeScope(), _classifier.call(features).MoveToOuterDisposeScope());
    }

    private Tensor Features(Tensor image)
    {
        using var scope = NewDisposeScope();
        var taps = _backbone.call(ChannelsLast(image));
        var skip = _skip.call(taps.LowLevel); // [B, 48, h, w]
        var context = nn.functional.interpolate(
            _aspp.call(taps.HighLevel),
            size: [skip.shape[2], skip.shape[3]],
            mode: InterpolationMode.Bilinear,
            align_corners: true); // [B, width, h, w]
        return cat([skip, context], 1).MoveToOuterDisposeScope(); // [B, 48 + width, h, w]
    }

    // The same values with a pixel's channels side by side, which convolutions keep: a quarter faster on the CPU; on CUDA never measured.
    private static Tensor ChannelsLast(Tensor image) => image.device_type == DeviceType.CPU
        ? image.permute(0, 2, 3, 1).contiguous().permute(0, 3, 1, 2) // [B, 3, H, W]
        : image;
}
