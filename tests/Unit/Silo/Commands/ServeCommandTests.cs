using System.Runtime.InteropServices;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Prcl.Grains.Devices;
using Prcl.Silo.Commands;
using Xunit;

namespace Prcl.Unit.Silo.Commands;

public sealed class ServeCommandTests
{
    [Fact]
    public async Task A_silo_whose_GPU_is_lost_stops_with_an_exit_code_of_its_own()
    {
        using var host = await Started();
        var ended = ServeCommand.UntilItStops(host, TestContext.Current.CancellationToken);

        host.Services.GetRequiredService<DeviceLoss>().Observe("cuda-0", new ExternalException("CUDA error: unspecified launch failure"));

        Assert.Equal(ExitCode.DeviceLost, await ended);
    }

    [Fact]
    public async Task A_silo_that_is_asked_to_stop_ends_well()
    {
        using var host = await Started();
        var ended = ServeCommand.UntilItStops(host, TestContext.Current.CancellationToken);

        host.Services.GetRequiredService<IHostApplicationLifetime>().StopApplication();

        Assert.Equal(0, await ended);
    }

    private static async Task<IHost> Started()
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<DeviceLoss>();
        var host = builder.Build();
        await host.StartAsync(TestContext.Current.CancellationToken);
        return host;
    }
}
