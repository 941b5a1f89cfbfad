using TorchSharp.Utils;
using static TorchSharp.torch;

namespace Prcl.Learning.Networks;

/// <summary>ASPP's view of the whole image: mean over all pixels, 1×1 convolution, batch norm, ReLU.</summary>
internal sealed class ImagePooling : nn.Module<Tensor, Tensor>
{
    [ComponentName(Name = "conv")]
    private readonly Convolution _conv;
    [ComponentName(Name = "bn")]
    private readonly BatchNorm _bn;

    public ImagePooling(int input, int output)
        : base(nameof(ImagePooling))
    {
        _conv = new Convolution(input, output, kernel: 1);
        _bn = new BatchNorm(output);
        RegisterComponents();
    }

    /// <summary>[B, C, h, w] → [B, <c>output</c>, 1, 1].</summary>
    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var pooled = _conv.call(input.mean([2, 3], keepdim: true)); // [B, output, 1, 1]
        return Normalise(pooled).relu_().MoveToOuterDisposeScope();
    }

    /// <summary>
    /// Batch norm; but a batch of one image is one value a channel, which has no variance (torch refuses it), so then the running
    /// statistics are used, and left as they are, in training as well.
    /// </summary>
    private Tensor Normalise(Tensor pooled) => training && pooled.shape[0] == 1
        ? _bn.WithRunningStatistics(pooled)
        : _bn.call(pooled);
}
