using System.CommandLine;
using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Prcl.Grains.Devices;
using Prcl.Grains.Roles;
using Prcl.Silo.Hosting;
using Prcl.Silo.Startup;

namespace Prcl.Silo.Commands;

/// <summary><c>prcl-silo serve</c>: a silo until it is asked to stop.</summary>
internal static class ServeCommand
{
    public static Command Create()
    {
        var command = new Command(
            "serve",
            "Start a silo: alone with storage, actors and trainers in one process, or as one of a cluster.\n\n"
            + "Every option can also be set in the environment: --data-dir as PRCL_SILO_DATA_DIR, and so on. Secrets only there: "
            + "PRCL_SILO_REDIS (connection string), PRCL_SILO_CLUSTER_SECRET, PRCL_SILO_API_KEY, PRCL_SILO_AZURE_CONNECTION_STRING.\n\n"
            + "Example: prcl-silo serve --data-dir /var/lib/prcl\nExample: prcl-silo serve --cluster redis --roles trainer --devices cuda:0\n"
            + "Example: prcl-silo serve --blobs azure --azure-account https://NAME.blob.core.windows.net");
        foreach (var option in ServeOptions.All)
        {
            command.Add(option);
        }

        command.SetAction(Run);
        return command;
    }

    public static async Task<int> Run(ParseResult result, CancellationToken cancellationToken)
    {
        var settings = ServeOptions.Read(result).Checked();
        FileModes.Restrict(settings.DataAccess);
        using var host = SiloHost.Build(settings);
        host.Services.GetRequiredService<LocalSilo>().Learn(await Clustering.RequireRedis(settings, cancellationToken));
        var place = await BlobStorage.Require(host, settings, cancellationToken);
        await host.StartAsync(cancellationToken);
        var http = settings.HttpPort == SiloSettings.NoHttp ? "" : $" page and API at http://{new IPEndPoint(settings.Reachable, settings.HttpPort)}/,";
        var devices = host.Services.GetRequiredService<SiloProfile>().Devices;
        var trains = devices.Count == 0 ? "" : $" trains on {string.Join(", ", devices.Select(DeviceThreads.Shown))},";
        Console.WriteLine($"Silo ready: clients at {new IPEndPoint(settings.Reachable, settings.GatewayPort)},{http}{trains} data in {place}");
        return await UntilItStops(host, cancellationToken);
    }

    /// <summary>Waits for the end of a host that runs, and answers the exit code.</summary>
    internal static async Task<int> UntilItStops(IHost host, CancellationToken cancellationToken)
    {
        var (loss, lifetime) = (host.Services.GetRequiredService<DeviceLoss>(), host.Services.GetRequiredService<IHostApplicationLifetime>());
        using var stopping = loss.Happened.Register(lifetime.StopApplication);
        await host.WaitForShutdownAsync(cancellationToken);
        if (loss.Reason is not { } reason)
        {
            return ExitCode.Done;
        }

        await Console.Error.WriteLineAsync($"{reason}. A GPU that failed can't be used again by the same process: start it anew.");
        return ExitCode.DeviceLost;
    }
}
