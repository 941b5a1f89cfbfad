using Prcl.Learning.Scalars;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Prcl.Learning.Networks;

/// <summary>One block of a <see cref="ResNet"/>: a residual branch added to the input, or to its projection when the shape changes.</summary>
internal abstract class ResidualBlock(string name) : nn.Module<Tensor, Tensor>(name)
{
    /// <summary>The kinds of block and how many channels each puts out per channel of its stage.</summary>
    public static readonly (int Expansion, Func<int, int, int, StridePlan, ResidualBlock> Create)
        Basic = (BasicBlock.Expansion, (input, width, stride, plan) => new BasicBlock(input, width, stride, plan)),
        Bottleneck = (BottleneckBlock.Expansion, (input, width, stride, plan) => new BottleneckBlock(input, width, stride, plan));

    /// <inheritdoc/>
    public sealed override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var shortcut = Shortcut is null ? input : Shortcut.call(input);

        // In place is safe: batch norm's gradient needs its input, not its output.
        return Residual(input).PlusInPlace(shortcut).relu_().MoveToOuterDisposeScope();
    }

    /// <summary>The projection of the input, null where input and output have the same shape.</summary>
    protected abstract Sequential? Shortcut { get; }

    /// <summary>The residual branch up to its last batch norm, in a tensor of its own.</summary>
    protected abstract Tensor Residual(Tensor input);

    private protected static Sequential? Projection(int input, int output, int stride) => stride == 1 && input == output
        ? null
        : nn.Sequential(new Convolution(input, output, kernel: 1, stride), new BatchNorm(output));
}
