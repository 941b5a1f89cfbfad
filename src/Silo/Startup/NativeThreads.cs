using System.Runtime.InteropServices;

namespace Prcl.Silo.Startup;

/// <summary>Settings of libtorch's thread pool that must be in the process's environment before it loads.</summary>
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

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetEnvironment(string name, string value, int overwrite);
}
