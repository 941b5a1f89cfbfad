using System.Text.Json;
using Prcl.EndToEnd.Doors;
using Prcl.EndToEnd.Processes;

namespace Prcl.Chaos.Load;

/// <summary><c>load</c>: clients push while a silo trains and predicts, without TLS and with it, in turn.</summary>
internal static class LoadProgram
{
    /// <summary>Runs it; the last line is one JSON object.</summary>
    /// <exception cref="ArgumentException">An argument breaks its rule.</exception>
    public static async Task<int> Run(string[] arguments)
    {
        var options = LoadOptions.Read(arguments);
        using var certificates = await CertificateFolders.Made();
        var (plain, tls) = (new List<LoadFigures>(), new List<LoadFigures>());
        for (var turn = 0; turn < options.Turns; turn++)
        {
            plain.Add(await Turn(options, "without TLS", new SiloProcess(options: ["--devices", "cpu"]), null));
            tls.Add(await Turn(options, "with TLS", new SiloProcess(options: ["--devices", "cpu", "--certificates", certificates.Silo]), certificates.Client));
        }

        var ratio = tls.Average(f => f.PushesPerSecond) / plain.Average(f => f.PushesPerSecond);
        Console.WriteLine(JsonSerializer.Serialize(new { options.Clients, options.Seconds, plain, tls, tlsOverPlain = ratio }, JsonSerializerOptions.Web));
        return 0;
    }

    private static async Task<LoadFigures> Turn(LoadOptions options, string what, SiloProcess silo, string? certificates)
    {
        await using (silo)
        {
            silo.Start();
            await silo.Ready();
            var figures = await new LoadTurn(silo, certificates).Measure(options.Clients, TimeSpan.FromSeconds(options.Seconds));
            Console.WriteLine($"{what}: {figures}");
            return figures;
        }
    }
}
