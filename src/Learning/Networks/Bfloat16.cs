using System.Runtime.Intrinsics.X86;
using TorchSharp;

namespace Prcl.Learning.Networks;

/// <summary>Which devices compute in bfloat16 faster than in float32.</summary>
public static class Bfloat16
{
    // CPUID leaf 7, subleaf 1, EAX bit 5; Intel's and AMD's manuals. The runtime has no class for it.
    private static readonly bool Processor =
        X86Base.IsSupported && X86Base.CpuId(0, 0).Eax >= 7 && (X86Base.CpuId(7, 1).Eax & (1 << 5)) != 0;

    /// <summary>
    /// A processor with AVX512_BF16; every CUDA device (those before Ampere emulate it: right, but slower, and libtorch's binding can't
    /// tell).
    /// </summary>
    public static bool IsFastOn(DeviceType device) => device == DeviceType.CUDA || (device == DeviceType.CPU && Processor);
}
