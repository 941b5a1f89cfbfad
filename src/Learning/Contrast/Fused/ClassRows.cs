using System.Runtime.Intrinsics.X86;
using static TorchSharp.torch;

namespace Prcl.Learning.Contrast.Fused;

/// <summary>A query's tensors as contiguous CPU memory, and where each anchor's comparisons are in it.</summary>
internal sealed unsafe class ClassRows
{
    private const int CacheLine = 64;

    private readonly float* _anchorMeans;
    private readonly float* _anchorVariances;
    private readonly float* _positiveMean;
    private readonly float* _positiveVariance;
    private readonly float* _pixelMeans;
    private readonly float* _pixelVariances;
    private readonly float* _virtualMeans;
    private readonly long* _negatives;
    private readonly bool _areShared;

    /// <summary>Takes the addresses; the caller keeps the tensors alive.</summary>
    public ClassRows(ContrastQuery query)
    {
        Anchors = (int)query.AnchorMeans.shape[0];
        Width = (int)query.AnchorMeans.shape[1];
        Negatives = (int)query.NegativeIndices.shape[1];
        Virtual = (int)query.VirtualMeans.shape[0];
        Temperature = query.Temperature;
        _areShared = query.NegativeIndices.shape[0] == 1;
        _anchorMeans = Address<float>(query.AnchorMeans);
        _anchorVariances = Address<float>(query.AnchorVariances);
        _positiveMean = Address<float>(query.PositiveMean);
        _positiveVariance = Address<float>(query.PositiveVariance);
        _pixelMeans = Address<float>(query.PixelMeans);
        _pixelVariances = Address<float>(query.PixelVariances);
        _virtualMeans = Address<float>(query.VirtualMeans);
        _negatives = Address<long>(query.NegativeIndices);
    }

    public int Anchors { get; }

    public int Width { get; }

    public int Negatives { get; }

    public int Virtual { get; }

    public double Temperature { get; }

    /// <summary>What an anchor is compared with that has a variance: the positive, then the negatives.</summary>
    public int Pairs => 1 + Negatives;

    /// <summary>Mean of an anchor, [D].</summary>
    public float* MeanOf(int anchor) => _anchorMeans + (long)anchor * Width;

    /// <summary>Variance of an anchor, [D].</summary>
    public float* VarianceOf(int anchor) => _anchorVariances + (long)anchor * Width;

    /// <summary>Mean and variance of an anchor's i-th pair.</summary>
    public (nint Mean, nint Variance) Pair(int anchor, int pair)
    {
        if (pair == 0)
        {
            return ((nint)_positiveMean, (nint)_positiveVariance);
        }

        var pixel = _negatives[(_areShared ? 0 : (long)anchor * Negatives) + pair - 1];
        return ((nint)(_pixelMeans + pixel * Width), (nint)(_pixelVariances + pixel * Width));
    }

    /// <summary>
    /// Asks for the rows of a pair ahead of time: negatives lie anywhere in a table larger than the cache, and waiting for them would take
    /// most of the time.
    /// </summary>
    public void Prefetch(int anchor, int pair)
    {
        if (!Sse.IsSupported || pair >= Pairs)
        {
            return;
        }

        var (mean, variance) = Pair(anchor, pair);
        for (var offset = 0; offset < Width * sizeof(float); offset += CacheLine)
        {
            Sse.Prefetch0((byte*)mean + offset);
            Sse.Prefetch0((byte*)variance + offset);
        }
    }

    /// <summary>The i-th virtual negative, [D], the same for every anchor.</summary>
    public float* Point(int i) => _virtualMeans + (long)i * Width;

    private static T* Address<T>(Tensor tensor)
        where T : unmanaged
    {
        if (tensor.numel() == 0)
        {
            return null;
        }

        fixed (byte* start = tensor.bytes)
        {
            // libtorch's memory doesn't move: the address outlives the fixed block for as long as the tensor lives.
            return (T*)start;
        }
    }
}
