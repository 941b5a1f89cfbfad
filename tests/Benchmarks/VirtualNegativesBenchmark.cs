using Prcl.Learning.Contrast;
using Prcl.Learning.Contrast.Fused;
using Prcl.Learning.Threads;
using static TorchSharp.torch;

namespace Prcl.Benchmarks;

/// <summary>
/// 512 virtual negatives shared by the 256 anchors of a class, 256 dimensions, forward and backward: the fused kernel against the expanded
/// square as matrix products (centred on the mean of the virtual negatives), time a class in turns, and how far loss and gradients are from
/// float64 when the anchors' variances go down to 10⁻⁶.
/// </summary>
internal static class VirtualNegativesBenchmark
{
    private const int Anchors = 256;
    private const int Points = 512;
    private const int Width = 256;
    private const int Rounds = 21;

    public static Task<object> Run()
    {
        TensorThreads.Use(0);
        using var scope = NewDisposeScope();
        IContrastKernel fused = new FusedContrastKernel(), products = new MatrixProductKernel();
        var query = Query(smallest: 0.05);
        void Time(IContrastKernel kernel)
        {
            using var step = NewDisposeScope();
            Step(kernel, query, ScalarType.Float32);
        }

        Interleaved.WarmUp(() => Time(fused), () => Time(products));
        var milliseconds = Interleaved.Time(Rounds, () => Time(fused), () => Time(products));
        var tiny = Query(smallest: 1e-6);
        var exact = Step(new ChunkedContrastKernel(), tiny, ScalarType.Float64);
        double Error(IContrastKernel kernel) =>
            exact.Zip(Step(kernel, tiny, ScalarType.Float32), (e, a) => (e - a.to(ScalarType.Float64)).abs().max().item<double>() / e.abs().max().item<double>()).Max();

        var figures = new
        {
            virtualNegativesMilliseconds = Interleaved.Median(milliseconds[0]),
            matrixProductMilliseconds = Interleaved.Median(milliseconds[1]),
            matrixProductOverFused = Interleaved.MedianRatio(milliseconds[1], milliseconds[0]),
            largestRelativeErrorAtTinyVariance = Error(fused),
            matrixProductErrorAtTinyVariance = Error(products),
        };
        Console.WriteLine($"fused            {figures.virtualNegativesMilliseconds,6:F1} ms a class; largest relative error at variances of 1e-6: {figures.largestRelativeErrorAtTinyVariance:E1}");
        Console.WriteLine($"matrix products  {figures.matrixProductMilliseconds,6:F1} ms a class; largest relative error at variances of 1e-6: {figures.matrixProductErrorAtTinyVariance:E1}");
        return Task.FromResult<object>(figures);
    }

    private static Tensor[] Step(IContrastKernel kernel, ContrastQuery query, ScalarType type)
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
        return [loss.detach(), mean.grad!, variance.grad!];
    }

    private static ContrastQuery Query(double smallest)
    {
        using var generator = new Generator(1, CPU);
        Tensor Means(long rows) => nn.functional.normalize(randn([rows, Width], generator: generator), p: 2, dim: 1);
        Tensor Variances(long rows) => rand([rows, Width], generator: generator).pow(3) * 0.9 + smallest;
        return new ContrastQuery(
            Means(Anchors), Variances(Anchors), Means(1)[0], Variances(1)[0] * 1e-3, Means(1), Variances(1),
            empty([Anchors, 0], ScalarType.Int64), Means(Points), 0.5);
    }
}
