using Prcl.Learning.Scalars;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;
using TensorModule = TorchSharp.torch.nn.Module<TorchSharp.torch.Tensor, TorchSharp.torch.Tensor>;

namespace Prcl.Learning.Networks;

/// <summary>MobileNetV2's block: 1×1 expansion, depthwise 3×3, linear 1×1 projection; added to the input when the shape stays.</summary>
internal sealed class InvertedResidual : nn.Module<Tensor, Tensor>
{
    [ComponentName(Name = "conv")]
    private readonly Sequential _conv;
    private readonly bool _shortcut;

    public InvertedResidual(int input, int output, int stride, int expansion, StridePlan plan)
        : base(nameof(InvertedResidual))
    {
        var hidden = input * expansion;
        var (spatialStride, dilation) = plan.Next(stride);
        TensorModule[] expand = expansion == 1 ? [] : [ConvolutionNormRelu6(input, hidden, kernel: 1)];
        _conv = nn.Sequential(
        [
            .. expand,
            ConvolutionNormRelu6(hidden, hidden, kernel: 3, spatialStride, dilation, groups: hidden),
            new Convolution(hidden, output, kernel: 1),
            new BatchNorm(output),
        ]);

        // By the undilated stride, as torchvision does: a checkpoint was trained without a shortcut there.
        _shortcut = stride == 1 && input == output;
        RegisterComponents();
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var x = _conv.call(input);
        return (_shortcut ? x.PlusInPlace(input) : x).MoveToOuterDisposeScope();
    }

    /// <summary>Convolution without bias, batch norm, ReLU6.</summary>
    public static Sequential ConvolutionNormRelu6(int input, int output, int kernel, int stride = 1, int dilation = 1, int groups = 1) =>
        nn.Sequential(
            new Convolution(input, output, kernel, stride, dilation, groups),
            new BatchNorm(output),
            nn.ReLU6(inplace: true));
}
