using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace Prcl.Learning.Networks;

/// <summary>
/// Atrous spatial pyramid pooling (Chen et al. 2017): a 1×1 convolution, one dilated 3×3 a rate, and image pooling, concatenated and projected.
/// </summary>
public sealed class AtrousPyramidPooling : nn.Module<Tensor, Tensor>
{
    [ComponentName(Name = "convs")]
    private readonly ModuleList<Sequential> _convs;
    [ComponentName(Name = "pooling")]
    private readonly ImagePooling _pooling;
    [ComponentName(Name = "project")]
    private readonly Sequential _project;

    /// <summary>Builds the pyramid; its weights are torch's defaults until <see cref="SegmentationNetwork"/> fills them.</summary>
    /// <param name="input">Channels of the input.</param>
    /// <param name="width">Channels of each branch and of the output.</param>
    /// <param name="rates">Dilations of the 3×3 branches.</param>
    /// <param name="separable">Whether the 3×3 convolutions are depthwise-separable.</param>
    public AtrousPyramidPooling(int input, int width, int[] rates, bool separable)
        : base(nameof(AtrousPyramidPooling))
    {
        _convs = nn.ModuleList<Sequential>(
        [
            ConvolutionBlocks.Pointwise(input, width),
            .. rates.Select(rate => ConvolutionBlocks.Spatial(input, width, rate, separable)),
        ]);
        _pooling = new ImagePooling(input, width);
        _project = ConvolutionBlocks.Pointwise((_convs.Count + 1) * width, width);
        RegisterComponents();
    }

    /// <summary>[B, <c>input</c>, h, w] → [B, <c>width</c>, h, w].</summary>
    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var whole = _pooling.call(input).expand(-1, -1, input.shape[2], input.shape[3]); // [B, width, h, w]
        Tensor[] branches = [.. _convs.Select(conv => conv.call(input)), whole];
        return _project.call(cat(branches, 1)).MoveToOuterDisposeScope();
    }
}
