using System.Diagnostics;
using System.Runtime.InteropServices;
using TorchSharp;

namespace Prcl.Grains.Devices;

/// <summary>What a machine has of what a GPU needs, for a person whose GPU isn't used.</summary>
internal static class GpuFindings
{
    /// <summary>Driver, library and GPUs, in words.</summary>
    public static string Describe() => $"{Driver()}; {Library()}; {Seen()}";

    private static string Driver()
    {
        var name = OperatingSystem.IsWindows() ? "nvcuda.dll" : "libcuda.so.1";
        if (!NativeLibrary.TryLoad(name, out var library))
        {
            return $"no NVIDIA driver ({name} isn't there)";
        }

        NativeLibrary.Free(library);
        return "an NVIDIA driver";
    }

    private static string Library() => Process.GetCurrentProcess().Modules.Cast<ProcessModule>().Any(m => m.ModuleName.Contains("torch_cuda", StringComparison.Ordinal))
        ? "a libtorch with CUDA"
        : "a libtorch for the CPU only (one with CUDA comes from building with -p:TorchBackend=cuda)";

    private static string Seen() => torch.cuda.is_available() ? $"{torch.cuda.device_count()} GPUs that it can use" : "no GPU that it can use";
}
