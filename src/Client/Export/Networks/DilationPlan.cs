namespace Prcl.Client.Export.Networks;

/// <summary>
/// Which stride and dilation each convolution of a backbone takes so that its map never gets coarser than the output stride: what a stride of 2 that is taken away would have
/// skipped, later convolutions step over (<c>docs/method.md</c>, section 1). It says what StridePlan says of the network in torch, which the client doesn't know; tests hold
/// the two graphs to the same numbers.
/// </summary>
/// <param name="outputStride">Pixels of the image per pixel of the last map.</param>
internal sealed class DilationPlan(int outputStride)
{
    private int _stride = 1;
    private int _dilation = 1;

    /// <summary>The next 3×3 convolution, which has <paramref name="stride"/> in the classification network: what it has in this one.</summary>
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
