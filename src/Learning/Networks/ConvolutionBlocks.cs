using TorchSharp.Modules;
using static TorchSharp.torch.nn;
using TensorModule = TorchSharp.torch.nn.Module<TorchSharp.torch.Tensor, TorchSharp.torch.Tensor>;

namespace Prcl.Learning.Networks;

/// <summary>The few arrangements of convolution, batch norm and activation that networks and heads are made of. "Same" padding throughout.</summary>
internal static class ConvolutionBlocks
{
    /// <summary>1×1 convolution without bias, batch norm, ReLU.</summary>
    public static Sequential Pointwise(int input, int output) =>
        Sequential(new Convolution(input, output, kernel: 1), new BatchNorm(output), ReLU(inplace: true));

    /// <summary>3×3 convolution without bias (or depthwise 3×3 and pointwise), batch norm, ReLU.</summary>
    public static Sequential Spatial(int input, int output, int dilation, bool separable) =>
        Sequential(SpatialConvolution(input, output, dilation, separable), new BatchNorm(output), ReLU(inplace: true));

    /// <summary>A head: 3×3 to <paramref name="hidden"/> channels as in <see cref="Spatial"/>, then 1×1 with bias to <paramref name="output"/>.</summary>
    public static Sequential Head(int input, int hidden, int output, bool separable) => Sequential(
        SpatialConvolution(input, hidden, dilation: 1, separable),
        new BatchNorm(hidden),
        ReLU(inplace: true),
        new Convolution(hidden, output, kernel: 1, bias: true));

    private static TensorModule SpatialConvolution(int input, int output, int dilation, bool separable) => separable
        ? Sequential(new Convolution(input, input, kernel: 3, dilation: dilation, groups: input), new Convolution(input, output, kernel: 1))
        : new Convolution(input, output, kernel: 3, dilation: dilation);
}
