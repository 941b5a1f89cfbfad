using System.Diagnostics;
using Prcl.Learning.Contrast;
using Prcl.Learning.Contrast.Fused;
using Prcl.Learning.Representations;
using Prcl.Learning.Threads;
using static TorchSharp.torch;

namespace Prcl.Benchmarks;

/// <summary>
/// The contrastive loss of one class, forward and backward, 256 anchors × 512 negatives of their own × 256 dimensions: the
/// textbook broadcast form, chunks of 32 anchors, and the fused kernel, in turns.
/// </summary>
internal static class ContrastBenchmark
{
    private const int Anchors = 256;
    private const int Negatives = 512;
    private const int Width = 256;
    private const int Pixels = 20_000;
    private const int Rounds = 7;
    private const int Classes = 11;

    public static Task<object> Run()
    {
        TensorThreads.Use(0);
        using var scope = NewDisposeScope();
        var query = Query();
        var forms = new (string Name, IContrastKernel Kernel, List<double> Milliseconds)[]
        {
            ("textbook", new Textbook(), []), ("chunked", new ChunkedContrastKernel(), []), ("fused", new FusedContrastKernel(), []),
        };
        Interleaved.WarmUp(() => Step(new FusedContrastKernel(), query));
        for (var round = 0; round <= Rounds; round++)
        {
            foreach (var (_, kernel, milliseconds) in forms)
            {
                var start = Stopwatch.GetTimestamp();
                Step(kernel, query);
                if (round > 0)
                {
                    milliseconds.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
                }
            }
        }

        var medians = forms.ToDictionary(f => f.Name, f => f.Milliseconds.Order().ElementAt(Rounds / 2));
        foreach (var (name, _, milliseconds) in forms)
        {
            Console.WriteLine($"{name,-10} {milliseconds.Min(),8:F1} min  {medians[name],8:F1} median  {milliseconds.Max(),8:F1} max ms a class");
        }

        var extra = ExtraMegabytes(query);
        Console.WriteLine($"{Classes} classes at once with the fused kernel: {extra:F0} MB more at the peak");
        return Task.FromResult<object>(new
        {
            textbookMilliseconds = medians["textbook"],
            chunkedMilliseconds = medians["chunked"],
            fusedMilliseconds = medians["fused"],
            textbookOverFused = medians["textbook"] / medians["fused"],
            elevenClassesExtraMegabytes = extra,
        });
    }

    private static void Step(IContrastKernel kernel, ContrastQuery query)
    {
        using var scope = NewDisposeScope();
        var mean = query.AnchorMeans.clone().requires_grad_();
        var variance = query.AnchorVariances.clone().requires_grad_();
        kernel.Loss(query with { AnchorMeans = mean, AnchorVariances = variance }).backward();
    }

    // The losses of all classes in one graph, as in a step.
    private static double ExtraMegabytes(ContrastQuery query)
    {
        using var scope = NewDisposeScope();
        var kernel = new FusedContrastKernel();
        var mean = query.AnchorMeans.clone().requires_grad_();
        var variance = query.AnchorVariances.clone().requires_grad_();
        var peak = PeakMemory.Begin();
        stack(Enumerable.Range(0, Classes).Select(_ => kernel.Loss(query with { AnchorMeans = mean, AnchorVariances = variance }))).sum().backward();
        return peak.ExtraMegabytes();
    }

    private static ContrastQuery Query()
    {
        using var generator = new Generator(1, CPU);
        Tensor Means(long rows) => nn.functional.normalize(randn([rows, Width], generator: generator), p: 2, dim: 1);
        Tensor Variances(long rows) => rand([rows, Width], generator: generator) * 0.9 + 0.05;
        return new ContrastQuery(
            Means(Anchors), Variances(Anchors), Means(1)[0], Variances(1)[0] * 1e-3, Means(Pixels), Variances(Pixels),
            randint(0, Pixels, [Anchors, Negatives], generator: generator), Means(40), 0.5);
    }

    // What one writes first: every pair's D values at once.
    private sealed class Textbook : IContrastKernel
    {
        public Tensor Loss(ContrastQuery query)
        {
            using var scope = NewDisposeScope();
            long[] shape = [Anchors, Negatives, Width];
            var rows = query.NegativeIndices.reshape(-1);
            var (mean, variance) = (query.AnchorMeans.unsqueeze(1), query.AnchorVariances.unsqueeze(1));
            var logits = cat(
                [
                    MutualLikelihood.Score(query.AnchorMeans, query.AnchorVariances, query.PositiveMean, query.PositiveVariance).unsqueeze(1),
                    MutualLikelihood.Score(mean, variance, query.PixelMeans.index_select(0, rows).view(shape), query.PixelVariances.index_select(0, rows).view(shape)),
                    MutualLikelihood.Score(mean, variance, query.VirtualMeans, zeros_like(query.VirtualMeans)),
                ],
                1) / query.Temperature;
            return (logits.logsumexp(1) - logits.select(1, 0)).mean().MoveToOuterDisposeScope();
        }
    }
}
