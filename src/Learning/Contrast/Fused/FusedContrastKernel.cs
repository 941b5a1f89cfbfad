using TorchSharp;
using static TorchSharp.torch;

namespace Prcl.Learning.Contrast.Fused;

/// <summary>
/// The contrastive loss of a class without [Q, N, D] temporaries: each pair is recomputed forward and backward in vectorised
/// C#. The default on the CPU; on other devices the chunked tensor form takes its place.
/// </summary>
public sealed class FusedContrastKernel : IContrastKernel
{
    private static readonly ChunkedContrastKernel Elsewhere = new();
    private readonly Func<ClassRows, nint, nint, int, double> _compute;

    /// <summary>The widest form that the processor has.</summary>
    public FusedContrastKernel()
        : this(FusedContrastFunction.Widest)
    {
    }

    internal FusedContrastKernel(Func<ClassRows, nint, nint, int, double> compute) => _compute = compute;

    /// <inheritdoc/>
    public Tensor Loss(ContrastQuery query)
    {
        if (query.AnchorMeans.device_type != DeviceType.CPU || query.AnchorMeans.dtype != ScalarType.Float32)
        {
            return Elsewhere.Loss(query);
        }

        using var scope = NewDisposeScope();
        var contiguous = query with
        {
            PositiveMean = query.PositiveMean.contiguous(),
            PositiveVariance = query.PositiveVariance.contiguous(),
            PixelMeans = query.PixelMeans.contiguous(),
            PixelVariances = query.PixelVariances.contiguous(),
            NegativeIndices = query.NegativeIndices.contiguous(),
            VirtualMeans = query.VirtualMeans.contiguous(),
        };
        return FusedContrastFunction
            .apply(query.AnchorMeans.contiguous(), query.AnchorVariances.contiguous(), contiguous, _compute)
            .MoveToOuterDisposeScope();
    }
}
