using Prcl.Learning.Contrast;
using Prcl.Learning.Contrast.Fused;
using Xunit;
using static TorchSharp.torch;

namespace Prcl.Unit.Learning.Contrast.Fused;

public sealed class FusedContrastKernelTests
{
    public static TheoryData<int, int, int, int, bool, double> Shapes => new()
    {
        { 5, 7, 16, 4, false, 0.5 },
        { 64, 128, 64, 40, true, 0.5 },
        { 9, 0, 64, 6, true, 0.5 },
        { 9, 11, 64, 0, false, 100 },
        { 3, 5, 1, 2, false, 0.5 },
        { 6, 13, 37, 3, false, 0.5 },
        { 4, 300, 256, 80, false, 100 },
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Loss_and_gradients_equal_the_textbook_form_in_float64(int anchors, int negatives, int width, int virtuals, bool shared, double temperature)
    {
        foreach (var smallest in new[] { 0.1, 1e-6 })
        {
            var query = Query(anchors, negatives, width, virtuals, shared, temperature, smallest);
            var expected = Run(new ChunkedContrastKernel(), query, ScalarType.Float64);
            foreach (var kernel in Kernels())
            {
                var actual = Run(kernel, query, ScalarType.Float32);

                AssertClose(expected.Loss, actual.Loss);
                AssertClose(expected.MeanGradient, actual.MeanGradient);
                AssertClose(expected.VarianceGradient, actual.VarianceGradient);
            }
        }
    }

    [Fact]
    public void Gradient_of_a_scaled_loss_is_scaled()
    {
        using var scope = NewDisposeScope();
        var query = Query(4, 6, 16, 2, true, 0.5, 0.1);
        var once = Run(new FusedContrastKernel(), query, ScalarType.Float32);
        var mean = query.AnchorMeans.clone().requires_grad_();

        (new FusedContrastKernel().Loss(query with { AnchorMeans = mean }) * 3).backward();

        AssertClose(once.MeanGradient * 3, mean.grad!);
    }

    private static IEnumerable<FusedContrastKernel> Kernels() =>
    [
        new(),
        new(ClassLoss<Lanes512>.Compute),
        new(ClassLoss<Lanes256>.Compute),
        new(ClassLoss<Lanes1>.Compute),
    ];

    private static ContrastQuery Query(int anchors, int negatives, int width, int virtuals, bool shared, double temperature, double smallest)
    {
        using var generator = new Generator((ulong)(anchors * 1000 + width), CPU);
        Tensor Means(long rows) => nn.functional.normalize(randn([rows, width], generator: generator), p: 2, dim: 1);
        Tensor Variances(long rows) => rand([rows, width], generator: generator).pow(3).mul(0.9).add(smallest);
        const int pixels = 50;
        return new ContrastQuery(
            Means(anchors), Variances(anchors), Means(1)[0], Variances(1)[0] * 1e-3 + smallest, Means(pixels), Variances(pixels),
            randint(0, pixels, [shared ? 1 : anchors, negatives], generator: generator), virtuals == 0 ? empty(0, width) : Means(virtuals), temperature);
    }

    private static (Tensor Loss, Tensor MeanGradient, Tensor VarianceGradient) Run(IContrastKernel kernel, ContrastQuery query, ScalarType type)
    {
        var mean = query.AnchorMeans.to(type).clone().requires_grad_();
        var variance = query.AnchorVariances.to(type).clone().requires_grad_();
        var loss = kernel.Loss(query with
        {
            AnchorMeans = mean,
            AnchorVariances = variance,
            PositiveMean = query.PositiveMean.to(type),
            PositiveVariance = query.PositiveVariance.to(type),
            PixelMeans = query.PixelMeans.to(type),
            PixelVariances = query.PixelVariances.to(type),
            VirtualMeans = query.VirtualMeans.to(type),
        });
        loss.backward();
        return (loss.detach(), mean.grad!, variance.grad!);
    }

    private static void AssertClose(Tensor expected, Tensor actual)
    {
        using var scope = NewDisposeScope();
        var reference = expected.to(ScalarType.Float64);
        var difference = (reference - actual.to(ScalarType.Float64)).abs().max().item<double>();
        var magnitude = reference.abs().max().item<double>();

        // Sums of hundreds of float32 terms of both signs: a few roundings of the largest element.
        Assert.True(difference <= 3e-5 * magnitude, $"differs by {difference:E2} at magnitude {magnitude:E2}");
    }
}
