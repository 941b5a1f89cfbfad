using System.Runtime.InteropServices;
using Prcl.Learning.Contrast;
using Prcl.Learning.Contrast.Fused;
using static TorchSharp.torch;

namespace Prcl.Unit.Grains.Devices;

/// <summary>The fused kernel, which fails as a GPU would in runs whose temperature says so.</summary>
internal sealed class FailingKernel : IContrastKernel
{
    /// <summary>The temperature of runs whose GPU is lost.</summary>
    public const double Lost = 0.123;

    /// <summary>The temperature of runs whose steps don't fit.</summary>
    public const double TooLarge = 0.124;

    private readonly FusedContrastKernel _kernel = new();

    public Tensor Loss(ContrastQuery query) => query.Temperature switch
    {
        Lost => throw new ExternalException("CUDA error: an illegal memory access was encountered\nCUDA kernel errors might be asynchronously reported"),
        TooLarge => throw new ExternalException("CUDA out of memory. Tried to allocate 2.50 GiB. GPU 0 has a total capacity of 79.10 GiB of which 1.06 GiB is free.\nmore"),
        _ => _kernel.Loss(query),
    };
}
