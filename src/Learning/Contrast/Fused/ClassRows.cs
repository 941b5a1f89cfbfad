using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace Prcl.Learning.Contrast.Fused;

/// <summary>A query's tensors as contiguous CPU memory, and where each anchor's comparisons are in it.</summary>
internal sealed unsafe class ClassRows
{
    private readonly float* _positiveMean;
    private readonly float* _positiveVariance;
    private readonly float* _pixelMeans;
    private readonly float* _pixelVariances;
    private readonly float* _virtualMeans;
    private readonly float[] _zeros;
    private readonly GCHandle _zerosHandle;
    private readonly long* _negatives;
    private readonly bool _areShared;

    /// <summary>Takes the addresses; the caller keeps the tensors alive and calls <see cref="Release"/>.</summary>
    public ClassRows(ContrastQuery query)
    {
        Anchors = (int)query.AnchorMeans.shape[0];
        Width = (int)query.AnchorMeans.shape[1];
        Negatives = (int)query.NegativeIndices.shape[1];
        Virtual = (int)query.VirtualMeans.shape[0];
        Temperature = query.Temperature;
        _areShared = query.NegativeIndices.shape[0] == 1;
        AnchorMeans = Address<float>(query.AnchorMeans);
        AnchorVariances = Address<float>(query.AnchorVariances);
        _positiveMean = Address<float>(query.PositiveMean);
        _positiveVariance = Address<float>(query.PositiveVariance);
        _pixelMeans = Address<float>(query.PixelMeans);
        _pixelVariances = Address<float>(query.PixelVariances);
        _virtualMeans = Address<float>(query.VirtualMeans);
        _negatives = Address<long>(query.NegativeIndices);
        _zeros = new float[Width];
        _zerosHandle = GCHandle.Alloc(_zeros, GCHandleType.Pinned);
    }

    public int Anchors { get; }

    public int Width { get; }

    public int Negatives { get; }

    public int Virtual { get; }

    public double Temperature { get; }

    /// <summary>Logits of an anchor: the positive, the negatives, the virtual negatives.</summary>
    public int Comparisons => 1 + Negatives + Virtual;

    public float* AnchorMeans { get; }

    public float* AnchorVariances { get; }

    /// <summary>Mean and variance of an anchor's i-th comparison.</summary>
    public (nint Mean, nint Variance) Row(int anchor, int comparison)
    {
        if (comparison == 0)
        {
            return ((nint)_positiveMean, (nint)_positiveVariance);
        }

        if (comparison <= Negatives)
        {
            var pixel = _negatives[(_areShared ? 0 : (long)anchor * Negatives) + comparison - 1];
            return ((nint)(_pixelMeans + pixel * Width), (nint)(_pixelVariances + pixel * Width));
        }

        return ((nint)(_virtualMeans + (long)(comparison - 1 - Negatives) * Width), _zerosHandle.AddrOfPinnedObject());
    }

    /// <summary>Lets go of pinned memory.</summary>
    public void Release() => _zerosHandle.Free();

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
