using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace Prcl.Learning.Networks;

/// <summary>Two 3×3 convolutions: the block of ResNet-18 and -34.</summary>
internal sealed class BasicBlock : ResidualBlock
{
    /// <summary>Channels put out per channel of the stage.</summary>
    public const int Expansion = 1;

    [ComponentName(Name = "conv1")]
    private readonly Convolution _conv1;
    [ComponentName(Name = "bn1")]
    private readonly BatchNorm _bn1;
    [ComponentName(Name = "conv2")]
    private readonly Convolution _conv2;
    [ComponentName(Name = "bn2")]
    private readonly BatchNorm _bn2;
    [ComponentName(Name = "downsample")]
    private readonly Sequential? _downsample;

    public BasicBlock(int input, int width, int stride, StridePlan plan)
        : base(nameof(BasicBlock))
    {
        var (first, firstDilation) = plan.Next(stride);
        var (_, secondDilation) = plan.Next(1);
        _conv1 = new Convolution(input, width, kernel: 3, first, firstDilation);
        _bn1 = new BatchNorm(width);
        _conv2 = new Convolution(width, width, kernel: 3, dilation: secondDilation);
        _bn2 = new BatchNorm(width);
        _downsample = Projection(input, width, first);
        RegisterComponents();
    }

    /// <inheritdoc/>
    protected override Sequential? Shortcut => _downsample;

    /// <inheritdoc/>
    protected override Tensor Residual(Tensor input)
    {
        var hidden = _bn1.call(_conv1.call(input)).relu_();
        return _bn2.call(_conv2.call(hidden));
    }
}
