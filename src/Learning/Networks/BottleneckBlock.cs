using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace Prcl.Learning.Networks;

/// <summary>1×1 down, 3×3, 1×1 up: the block of ResNet-50 and -101. The 3×3 takes the stride, as in torchvision.</summary>
internal sealed class BottleneckBlock : ResidualBlock
{
    /// <summary>Channels put out per channel of the stage.</summary>
    public const int Expansion = 4;

    [ComponentName(Name = "conv1")]
    private readonly Convolution _conv1;
    [ComponentName(Name = "bn1")]
    private readonly BatchNorm _bn1;
    [ComponentName(Name = "conv2")]
    private readonly Convolution _conv2;
    [ComponentName(Name = "bn2")]
    private readonly BatchNorm _bn2;
    [ComponentName(Name = "conv3")]
    private readonly Convolution _conv3;
    [ComponentName(Name = "bn3")]
    private readonly BatchNorm _bn3;
    [ComponentName(Name = "downsample")]
    private readonly Sequential? _downsample;

    public BottleneckBlock(int input, int width, int stride, StridePlan plan)
        : base(nameof(BottleneckBlock))
    {
        var (spatialStride, dilation) = plan.Next(stride);
        _conv1 = new Convolution(input, width, kernel: 1);
        _bn1 = new BatchNorm(width);
        _conv2 = new Convolution(width, width, kernel: 3, spatialStride, dilation);
        _bn2 = new BatchNorm(width);
        _conv3 = new Convolution(width, width * Expansion, kernel: 1);
        _bn3 = new BatchNorm(width * Expansion);
        _downsample = Projection(input, width * Expansion, spatialStride);
        RegisterComponents();
    }

    /// <inheritdoc/>
    protected override Sequential? Shortcut => _downsample;

    /// <inheritdoc/>
    protected override Tensor Residual(Tensor input)
    {
        var hidden = _bn1.call(_conv1.call(input)).relu_();
        hidden = _bn2.call(_conv2.call(hidden)).relu_();
        return _bn3.call(_conv3.call(hidden));
    }
}
