using Prcl.Learning.Networks;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Prcl.Unit.Learning.Networks;

public sealed class ConvolutionTests
{
    [Theory]
    [InlineData(3, 2, 1, 1, false)]
    [InlineData(3, 1, 4, 1, true)]
    [InlineData(1, 1, 1, 1, true)]
    [InlineData(7, 2, 1, 1, false)]
    [InlineData(3, 1, 2, 8, false)]
    public void Output_and_gradients_are_those_of_torch_bit_for_bit(int kernel, int stride, int dilation, int groups, bool bias)
    {
        using var scope = NewDisposeScope();
        using var expected = nn.Conv2d(8, 16, (long)kernel, stride, dilation * (kernel / 2), dilation, groups: groups, bias: bias);
        using var actual = new Convolution(8, 16, kernel, stride, dilation, groups, bias);
        actual.load_state_dict(expected.state_dict());
        var a = randn(2, 8, 13, 11).requires_grad_();
        var b = a.detach().clone().requires_grad_();

        var (outputA, outputB) = (expected.call(a), actual.call(b));
        outputA.mul(outputA).sum().backward();
        outputB.mul(outputB).sum().backward();

        Assert.Equal(expected.state_dict().Keys, actual.state_dict().Keys);
        Assert.Equal(Floats(outputA), Floats(outputB));
        Assert.Equal(Floats(a.grad!), Floats(b.grad!));
        Assert.Equal(Floats(expected.weight.grad!), Floats(actual.Weight.grad!));
        Assert.Equal(bias, actual.Bias is not null);
        if (bias)
        {
            Assert.Equal(Floats(expected.bias!.grad!), Floats(actual.Bias!.grad!));
        }
    }

    [Fact]
    public void Bfloat16_rounds_to_8_bits_and_leaves_output_weights_and_gradients_float32()
    {
        Assert.SkipUnless(Bfloat16.IsFastOn(DeviceType.CPU), "This processor has no instructions for bfloat16.");
        using var scope = NewDisposeScope();
        using var convolution = new Convolution(32, 32, 3, bias: true);
        using var noise = new Generator(1);
        using (no_grad())
        {
            convolution.Weight.normal_(0, 0.1, noise);
        }

        var input = randn([2, 32, 9, 9], generator: noise).requires_grad_();
        var exact = convolution.call(input);
        convolution.Precision = Precision.Bfloat16;

        var rounded = convolution.call(input);
        rounded.sum().backward();

        Assert.Equal(ScalarType.Float32, rounded.dtype);
        Assert.Equal(ScalarType.Float32, convolution.Weight.dtype);
        Assert.Equal(ScalarType.Float32, convolution.Weight.grad!.dtype);
        Assert.Equal(ScalarType.Float32, input.grad!.dtype);
        var error = (rounded - exact).abs().max().item<float>() / exact.abs().max().item<float>();
        Assert.InRange(error, 1e-5, 1.0 / 64);
    }

    [Theory]
    [InlineData(64, 64, 3, 64)]
    [InlineData(64, 256, 1, 1)]
    public void Depthwise_and_narrow_convolutions_stay_float32(int input, int output, int kernel, int groups)
    {
        using var scope = NewDisposeScope();
        using var noise = new Generator(1);
        using var convolution = new Convolution(input, output, kernel, groups: groups);
        using (no_grad())
        {
            convolution.Weight.normal_(0, 0.1, noise);
        }

        var image = randn([1, input, 7, 7], generator: noise);
        var exact = Floats(convolution.call(image));
        convolution.Precision = Precision.Bfloat16;

        Assert.Equal(exact, Floats(convolution.call(image)));
    }

    private static float[] Floats(Tensor tensor) => tensor.data<float>().ToArray();
}
