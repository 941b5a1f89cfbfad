using Prcl.EndToEnd.Processes;
using Xunit;

namespace Prcl.EndToEnd.Startup;

public sealed class NativeThreadsTests
{
    [Fact]
    public async Task Idle_threads_of_OpenMP_sleep_before_libtorch_loads()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Another library serves OpenMP there.");

        // libgomp tells its settings when it is loaded, and reads the environment then only.
        await using var silo = await SiloProcess.Started(new Dictionary<string, string> { ["OMP_DISPLAY_ENV"] = "true" });

        Assert.Contains(silo.Output.Lines, line => line.Contains("OMP_WAIT_POLICY = 'PASSIVE'", StringComparison.Ordinal));
        Assert.Equal(0, await silo.Terminate(TimeSpan.FromSeconds(60)));
    }
}
