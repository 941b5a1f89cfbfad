using System.CommandLine;
using System.Net;
using Microsoft.Extensions.Hosting;
using Prcl.Silo.Hosting;

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
        using var host = SiloHost.Build(settings);
        await Clustering.RequireRedis(settings, cancellationToken);
        var place = await BlobStorage.Require(host, settings, cancellationToken);
        await host.StartAsync(cancellationToken);
        var health = settings.HttpPort == SiloSettings.NoHttp ? "" : $" health at http://{new IPEndPoint(settings.Reachable, settings.HttpPort)}/health/ready,";
        Console.WriteLine($"Silo ready: clients at {new IPEndPoint(settings.Reachable, settings.GatewayPort)},{health} data in {place}");
        await host.WaitForShutdownAsync(cancellationToken);
        return 0;
    }
}
