using System.Runtime.InteropServices;

namespace Prcl.Silo.Startup;

/// <summary>Settings of the process that must be made before libtorch loads.</summary>
internal static partial class NativeThreads
{
    /// <summary>
    /// Lets idle OpenMP threads sleep: by default they spin and starve grains and prefetching.
    /// <see cref="Environment.SetEnvironmentVariable(string, string?)"/> changes the runtime's copy only, which libgomp doesn't see.
    /// </summary>
    public static void LetIdleThreadsSleep()
    {
        if (!OperatingSystem.IsWindows() && Environment.GetEnvironmentVariable("OMP_WAIT_POLICY") is null)
        {
            _ = SetEnvironment("OMP_WAIT_POLICY", "passive", 1);
        }
    }

    /// <summary>
    /// Limits glibc to two memory arenas. By default there are eight a core, threads of the pool wander between them, and each keeps
    /// what tensors once needed, so that memory grows for hours although nothing leaks.
    /// </summary>
    public static void ShareMemoryArenas()
    {
        const int ArenaMax = -8;
        if (OperatingSystem.IsLinux() && NativeLibrary.TryLoad("libc.so.6", out var libc) && NativeLibrary.TryGetExport(libc, "mallopt", out _))
        {
            _ = SetAllocatorOption(ArenaMax, 2);
        }
    }

    [LibraryImport("libc", EntryPoint = "mallopt")]
    private static partial int SetAllocatorOption(int option, int value);

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetEnvironment(string name, string value, int overwrite);
}
