using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Prcl.EndToEnd.Processes;
using Prcl.EndToEnd.Scenes;
using Prcl.Long;
using Xunit;

namespace Prcl.EndToEnd.Storage;

/// <summary><c>prcl-silo backup</c> beside a silo that trains, and <c>prcl-silo restore</c> after it is gone.</summary>
public sealed partial class BackupTests
{
    private const string Run = "street";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    [FullFact]
    public async Task Backups_taken_while_a_run_trains_go_on_with_their_round_and_every_image()
    {
        using var scenes = new SceneFiles();
        await using var silo = await SiloProcess.Started();
        var backups = Path.Combine(scenes.Folder, "backups");
        await SmallRun.Create(silo.Prcl, Run, scenes);
        (await silo.Prcl.RunJson("push", scenes.Labelled("labelled", 0, 4), "--run", Run)).Succeeded();
        (await silo.Prcl.RunJson("push", scenes.Unlabelled("camera", 100, 6), "--run", Run)).Succeeded();
        await SeeAnotherRound(silo);

        var first = await BackUp(silo, backups);
        await SeeAnotherRound(silo);
        var second = await BackUp(silo, backups);
        Assert.True(second.Round > first.Round, $"rounds {first.Round} and {second.Round}");
        (await silo.Prcl.Run("run", "stop", Run)).Succeeded();
        var stopped = await Eventually.See("the run stopped", Patience, () => silo.Prcl.Json("status", "--run", Run), AllIdle);
        var prototypes = await silo.Prcl.Json("prototypes", "--run", Run);
        var last = await BackUp(silo, backups);
        Assert.Equal(stopped.GetProperty("round").GetInt64(), last.Round);
        silo.Output.HasNoTrouble();

        (await Finished.Run(Programs.Silo, ["restore", backups, "--data-dir", silo.DataFolder])).FailedWithOneLine(1, "in use by another silo");
        await silo.Kill9();
        (await Finished.Run(Programs.Silo, ["restore", backups, "--data-dir", silo.DataFolder])).FailedWithOneLine(1, "empty store only");
        await using (var restored = await Restored(backups))
        {
            Assert.Equal(Numbers(prototypes), Numbers(await restored.Prcl.Json("prototypes", "--run", Run)), Near);
            Assert.Equal(10, (await restored.Prcl.Json("images", "--limit", "100", "--run", Run)).GetArrayLength());
        }

        await using var earlier = await Restored(first.Folder);
        await SeeAnotherRound(earlier);
        Assert.Equal(first.Round, earlier.Output.CommittedRounds[0]);
        earlier.Output.HasNoTrouble();
    }

    private static async Task<SiloProcess> Restored(string backup)
    {
        var silo = new SiloProcess();
        (await Finished.Run(Programs.Silo, ["restore", backup, "--data-dir", silo.DataFolder])).Succeeded();
        silo.Start();
        await silo.Ready();
        return silo;
    }

    private static async Task<(string Folder, long Round)> BackUp(SiloProcess silo, string backups)
    {
        var made = (await Finished.Run(Programs.Silo, ["backup", backups, "--data-dir", silo.DataFolder])).Succeeded();
        return (made.Out.Split(": ")[0], long.Parse(GoesOn().Match(made.Out).Groups[1].Value, CultureInfo.InvariantCulture));
    }

    private static bool AllIdle(JsonElement status) => status.GetProperty("trainers").EnumerateArray().All(t => t.GetProperty("state").GetString() == "idle");

    private static double[] Numbers(JsonElement prototypes) =>
        [.. prototypes.EnumerateArray().SelectMany(p => p.GetProperty("mean").EnumerateArray().Select(m => m.GetDouble()).Append(p.GetProperty("evidence").GetDouble()))];

    private static bool Near(double a, double b) => Math.Abs(a - b) <= 1e-9 * Math.Max(1, Math.Abs(a));

    private static Task<SiloOutput> SeeAnotherRound(SiloProcess silo)
    {
        var before = silo.Output.CommittedRounds.Length;
        return Eventually.See("another round committed", Patience, () => Task.FromResult(silo.Output), output => output.CommittedRounds.Length > before);
    }

    [GeneratedRegex(@"run street: goes on with round (\d+), 10 images")]
    private static partial Regex GoesOn();
}
