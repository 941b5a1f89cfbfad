using System.Text.Json;
using Prcl.EndToEnd.Processes;
using Prcl.EndToEnd.Scenes;

namespace Prcl.Chaos.Damage;

/// <summary>A store that real silos have made: two runs with images, labels, deletions, rounds, changed settings, a roll-back, scores and aliases, all folded.</summary>
internal static class DamageTemplate
{
    /// <summary>The runs.</summary>
    public static readonly string[] Runs = ["street", "night"];

    private const int Labelled = 6;
    private const int Held = 4;
    private const int Unlabelled = 30;
    private const int Rounds = 6;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    /// <summary>Makes it, in a folder that isn't there yet or a new one; one that is there was made before.</summary>
    public static async Task<string> Make(string? folder)
    {
        if (Directory.Exists(folder))
        {
            return folder;
        }

        await using var silo = new SiloProcess(folder ?? Directory.CreateTempSubdirectory("prcl-damage-").FullName);
        silo.Start();
        await silo.Ready();
        using var scenes = new SceneFiles();
        foreach (var (i, run) in Runs.Index())
        {
            await Fill(silo, scenes, run, 1000 * i);
        }

        foreach (var run in Runs)
        {
            await Trained(silo, run, Rounds);
        }

        foreach (var rate in new[] { "0.01", "0.005" })
        {
            (await silo.Prcl.Run("run", "set", "street", "--set", $"learning-rate={rate}")).Succeeded();
        }

        (await silo.Prcl.Run("models", "train", "latest", "--run", "street")).Succeeded();
        await Trained(silo, "street", 2 * Rounds);
        foreach (var run in Runs)
        {
            (await silo.Prcl.Run("run", "stop", run)).Succeeded();
        }

        await Folded(silo);
        if (await silo.Terminate(TimeSpan.FromMinutes(2)) != 0)
        {
            throw new InvalidOperationException($"the silo that makes the store didn't end well:\n{silo.Output}");
        }

        return silo.DataFolder;
    }

    private static async Task Fill(SiloProcess silo, SceneFiles scenes, string run, int first)
    {
        var settings = ChaosSettings.Request.Settings.Where(s => s.Key != "keep-versions").Append(new("keep-versions", "3")).SelectMany(s => new[] { "--set", $"{s.Key}={s.Value}" });
        (await silo.Prcl.Run(["run", "create", run, "--classes", scenes.ClassesJson, .. settings])).Succeeded();
        (await silo.Prcl.Run("push", scenes.Labelled($"{run}-held", first + 500, Held), "--run", run, "--domain", "day", "--purpose", "evaluate")).Succeeded();
        (await silo.Prcl.Run("push", scenes.Labelled($"{run}-labelled", first, Labelled), "--run", run, "--domain", "day")).Succeeded();
        (await silo.Prcl.Run("push", scenes.Unlabelled($"{run}-stream", first + 100, Unlabelled), "--run", run, "--domain", "day")).Succeeded();
    }

    private static Task<long> Trained(SiloProcess silo, string run, long rounds) => Eventually.See(
        $"{rounds} rounds of {run}", Patience, async () => (await silo.Prcl.Json("status", "--run", run)).GetProperty("round").GetInt64(), round => round >= rounds);

    // Streams and prototypes have stored what the newest manifest tells, and the evaluator what it has measured.
    private static Task Folded(SiloProcess silo) => Eventually.Holds("every round folded", Patience, () =>
    {
        return Runs.All(run =>
        {
            var newest = Directory.GetFiles(Path.Combine(silo.DataFolder, "runs", run, "rounds")).Select(f => long.Parse(Path.GetFileNameWithoutExtension(f), System.Globalization.CultureInfo.InvariantCulture)).Max();
            var states = new[] { "prototype/prototype", "imagestream/stream" }
                .SelectMany(s => Directory.GetFiles(Path.Combine(silo.DataFolder, "state", s), run + "_2F*")).ToArray();
            return states.Length == SceneFiles.Classes + 1 && states.All(s => RoundOf(s) == newest + 1) && File.Exists(Path.Combine(silo.DataFolder, "state", "evaluator", "evaluator", run));
        });
    });

    private static long RoundOf(string state)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(state).AsMemory(32));
        return document.RootElement.GetProperty("state").GetProperty("round").GetInt64();
    }
}
