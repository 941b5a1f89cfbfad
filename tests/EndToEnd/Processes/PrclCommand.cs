using System.Text.Json;

namespace Prcl.EndToEnd.Processes;

/// <summary>The command line, talking to one silo.</summary>
/// <param name="gatewayPort">The silo's port for clients, on this machine.</param>
/// <param name="clusterSecret">The cluster's secret, if it has one.</param>
/// <param name="certificates">The folder of its certificate, if it has one.</param>
internal sealed class PrclCommand(int gatewayPort, string? clusterSecret = null, string? certificates = null)
{
    private readonly Dictionary<string, string> _environment = new[] { ("PRCL_CLUSTER_SECRET", clusterSecret), ("PRCL_CERTIFICATES", certificates) }
        .Where(v => v.Item2 is not null).ToDictionary(v => v.Item1, v => v.Item2!);

    /// <summary>Runs <c>prcl ARGUMENTS --silo 127.0.0.1:PORT</c>.</summary>
    public Task<Finished> Run(params string[] arguments) => Finished.Run(Programs.Client, [.. arguments, "--silo", $"127.0.0.1:{gatewayPort}"], _environment);

    /// <summary>Runs it with <c>--json</c>, whatever comes of it.</summary>
    public Task<Finished> RunJson(params string[] arguments) => Run([.. arguments, "--json"]);

    /// <summary>Runs it with <c>--json</c> and answers the result of a success.</summary>
    public async Task<JsonElement> Json(params string[] arguments) => (await RunJson(arguments)).Succeeded().Json;
}
