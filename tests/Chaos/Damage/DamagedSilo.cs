using System.Text.Json;
using Prcl.EndToEnd.Processes;
using Xunit.Sdk;

namespace Prcl.Chaos.Damage;

/// <summary>A real silo on a store that was damaged, or mended.</summary>
internal static class DamagedSilo
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Stopping = TimeSpan.FromMinutes(2);

    /// <summary>Whether it names the damage in its log, its health or a run's status, once it was asked for everything that a person asks for.</summary>
    public static async Task<bool> Names(string folder, Timeline timeline)
    {
        await using var silo = new SiloProcess(folder, options: ["--devices", "cpu"]);
        silo.Start();
        await silo.Ready();
        var answers = new List<string>();
        foreach (var run in DamageTemplate.Runs)
        {
            foreach (var question in new string[][] { ["status", "--run", run], ["prototypes", "--run", run], ["images", "--run", run], ["models", "--run", run] })
            {
                var answer = await silo.Prcl.Run(question);
                answers.Add(answer.Out + answer.Error);
            }
        }

        using var http = new HttpClient();
        var health = await http.GetStringAsync(new Uri($"http://127.0.0.1:{silo.HttpPort}/health/ready"));
        answers.Add(JsonDocument.Parse(health).RootElement.GetProperty("damages").GetArrayLength() > 0 ? health : "");
        await silo.Terminate(Stopping);
        var said = answers.Concat(silo.Output.Lines).Where(l => l.Contains("damaged", StringComparison.OrdinalIgnoreCase) || l.Contains("missing", StringComparison.Ordinal) || l.Contains("prcl-silo check", StringComparison.Ordinal)).ToArray();
        timeline.Say(said.Length > 0 ? $"  the silo says: {said[0].Trim()}" : "  the silo says nothing");
        return said.Length > 0;
    }

    /// <summary>Whether every run commits another round.</summary>
    public static async Task<bool> TrainsOn(string folder, Timeline timeline)
    {
        await using var silo = new SiloProcess(folder, options: ["--devices", "cpu"]);
        silo.Start();
        await silo.Ready();
        try
        {
            foreach (var run in DamageTemplate.Runs)
            {
                var before = await Round(silo, run);
                (await silo.Prcl.Run("run", "start", run)).Succeeded();
                await Eventually.See($"another round of {run}", Patience, () => Round(silo, run), round => round > before);
            }

            await silo.Terminate(Stopping);
            return true;
        }
        catch (XunitException failure)
        {
            timeline.Say($"  {failure.Message}\n{string.Join('\n', silo.Output.Lines.TakeLast(15))}");
            await silo.Terminate(Stopping);
            return false;
        }
    }

    private static async Task<long> Round(SiloProcess silo, string run) => (await silo.Prcl.Json("status", "--run", run)).GetProperty("round").GetInt64();
}
