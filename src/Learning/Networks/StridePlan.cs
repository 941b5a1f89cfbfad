namespace Prcl.Learning.Networks;

/// <summary>
/// Walks a backbone from the image down and says which stride and dilation each 3×3 convolution takes, so that the map never gets
/// coarser than the output stride. Where a stride of 2 is taken away, that convolution has dilation d/2 and all later ones of the
/// stage d (<c>docs/method.md</c>, section 1): then every second pixel is what the strided network computes.
/// </summary>
internal sealed class StridePlan(int outputStride)
{
    private int _stride = 1;
    private int _dilation = 1;

    /// <summary>The next convolution, which has <paramref name="stride"/> in the classification network: what it has in this one.</summary>
    public (int Stride, int Dilation) Next(int stride)
    {
        if (stride == 1 || _stride < outputStride)
        {
            _stride *= stride;
            return (stride, _dilation);
        }

        var dilation = _dilation;
        _dilation *= stride;
        return (1, dilation);
    }
}
