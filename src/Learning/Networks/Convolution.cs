using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace Prcl.Learning.Networks;

/// <summary>
/// A two-dimensional convolution over [B, C, h, w] with torch's names and numbers, that can compute in bfloat16 from float32 weights: its
/// output and its gradients are float32 then too, rounded to 8 bits of mantissa on the way. Depthwise and narrow ones stay float32, since
/// converting input and output takes them longer than multiplying.
/// </summary>
internal sealed class Convolution : nn.Module<Tensor, Tensor>
{
    // Multiplications for each value that must be converted; from here on bfloat16 was faster (3×3: twice, 1×1 of 1024 to 256: a third).
    private const double LeastWork = 128;

    [ComponentName(Name = "weight")]
    private readonly Parameter _weight;
    [ComponentName(Name = "bias")]
    private readonly Parameter? _bias;
    private readonly long _stride;
    private readonly long _dilation;
    private readonly long _groups;
    private readonly long _padding;
    private readonly bool _isWorthRounding;

    /// <summary>A k×k convolution, padded to keep ⌈size/stride⌉; its weights are not set.</summary>
    public Convolution(int input, int output, int kernel, int stride = 1, int dilation = 1, int groups = 1, bool bias = false)
        : base(nameof(Convolution))
    {
        (_stride, _dilation, _groups, _padding) = (stride, dilation, groups, dilation * (kernel / 2));
        _isWorthRounding = (double)kernel * kernel * input / groups * output / (input + output) >= LeastWork;
        _weight = new Parameter(empty(output, input / groups, kernel, kernel));
        _bias = bias ? new Parameter(zeros(output)) : null;
        _weight.DetachFromDisposeScope();
        _bias?.DetachFromDisposeScope();
        RegisterComponents();
    }

    /// <summary>What it computes in where the device can and it pays.</summary>
    public Precision Precision { get; set; }

    /// <summary>[out, in / groups, k, k].</summary>
    public Parameter Weight => _weight;

    /// <summary>[out]; null without.</summary>
    public Parameter? Bias => _bias;

    /// <inheritdoc/>
    public override Tensor forward(Tensor input)
    {
        if (Precision != Precision.Bfloat16 || !_isWorthRounding || !Bfloat16.IsFastOn(input.device_type))
        {
            return Convolve(input, _weight, _bias);
        }

        using var scope = NewDisposeScope();
        return Convolve(input.to(ScalarType.BFloat16), _weight.to(ScalarType.BFloat16), _bias?.to(ScalarType.BFloat16))
            .to(ScalarType.Float32)
            .MoveToOuterDisposeScope();
    }

    private Tensor Convolve(Tensor input, Tensor weight, Tensor? bias) =>
        nn.functional.conv2d(input, weight, bias, [_stride, _stride], [_padding, _padding], [_dilation, _dilation], _groups);
}
