using System.CommandLine;
using Microsoft.Extensions.Hosting;
using Prcl.Silo.Hosting;

namespace Prcl.Silo.Commands;

/// <summary><c>prcl-silo serve</c>: an embedded silo until it is asked to stop.</summary>
internal static class ServeCommand
{
    private static readonly SiloSettings Defaults = new();
    private static readonly Option<string> DataDir = new("--data-dir") { Description = "Folder of everything durable.", DefaultValueFactory = _ => Setting("DATA_DIR", "./prcl-data") };
    private static readonly Option<int> SiloPort = new("--silo-port") { Description = "Port between silos, on 127.0.0.1; 0: any free one.", DefaultValueFactory = _ => Number("SILO_PORT", Defaults.SiloPort) };
    private static readonly Option<int> GatewayPort = new("--gateway-port") { Description = "Port for clients, on 127.0.0.1; 0: any free one.", DefaultValueFactory = _ => Number("GATEWAY_PORT", Defaults.GatewayPort) };
    private static readonly Option<int> Threads = new("--threads") { Description = "Threads of tensor work; 0: one a core.", DefaultValueFactory = _ => Number("THREADS", Defaults.Threads) };

    public static Command Create()
    {
        var command = new Command("serve", "Start an embedded silo: storage, actors and trainers in one process.\n\nExample: prcl-silo serve --data-dir /var/lib/prcl\nExample: prcl-silo serve --blobs azure --azure-account https://NAME.blob.core.windows.net")
        {
            DataDir, SiloPort, GatewayPort, Threads,
        };
        foreach (var option in BlobOptions.All)
        {
            command.Add(option);
        }

        command.SetAction(Run);
        return command;
    }

    public static async Task<int> Run(ParseResult result, CancellationToken cancellationToken)
    {
        var settings = new SiloSettings
        {
            DataDirectory = result.GetValue(DataDir) ?? Setting("DATA_DIR", "./prcl-data"),
            SiloPort = result.GetValue(SiloPort),
            GatewayPort = result.GetValue(GatewayPort),
            Threads = result.GetValue(Threads),
            Blobs = BlobOptions.Read(result),
        }.Checked();
        using var host = SiloHost.Build(settings);
        var place = await BlobStorage.Require(host, settings, cancellationToken);
        await host.StartAsync(cancellationToken);
        Console.WriteLine($"Silo ready: clients at 127.0.0.1:{settings.GatewayPort}, data in {place}");
        await host.WaitForShutdownAsync(cancellationToken);
        return 0;
    }

    private static string Setting(string name, string otherwise) => Environment.GetEnvironmentVariable("PRCL_SILO_" + name) ?? otherwise;

    private static int Number(string name, int otherwise)
    {
        var text = Environment.GetEnvironmentVariable("PRCL_SILO_" + name);
        return text is null ? otherwise
            : int.TryParse(text, out var number) ? number
            : throw new HostException($"PRCL_SILO_{name} is '{text}'; it must be a whole number.");
    }
}
