using System.Diagnostics;
using Prcl.EndToEnd.Processes;
using Prcl.EndToEnd.Scenes;
using Prcl.Long;
using Xunit;

namespace Prcl.EndToEnd.Clusters;

/// <summary>A silo that stands still and isn't known to be dead yet: its connections are open, and it answers nothing.</summary>
public sealed class FrozenSiloTests
{
    private const string Run = "street";
    private const double StatusIsDueWithinSeconds = 5;

    // Three probes of two seconds, and what a command takes on a machine that has much to do.
    private const double EvictionIsDueWithinSeconds = 18;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    [FullFact]
    public async Task A_trainer_that_stands_still_does_not_hold_up_the_status()
    {
        using var scenes = new SceneFiles();
        await using var cluster = await SiloCluster.WithRedis();

        // Nobody is evicted meanwhile: what doesn't answer must be left out.
        string[] slowEviction = ["--probe-seconds", "30"];
        var keeper = await cluster.Start("state,predictor", ["--name", "keeper", .. slowEviction]);
        var worker = await cluster.Start("trainer", ["--name", "worker", .. slowEviction]);
        await SmallRun.Create(keeper.Prcl, Run, scenes, "lease-seconds=60");
        (await keeper.Prcl.RunJson("push", scenes.Labelled("labelled", 0, 4), "--run", Run)).Succeeded();
        await Eventually.See("the trainer in the status", Patience, () => keeper.Prcl.Json("status", "--run", Run), s => s.GetProperty("trainers").GetArrayLength() == 1);
        var command = await SecondsOf(() => keeper.Prcl.Json("cluster"));

        worker.Freeze();
        var status = await SecondsOf(() => keeper.Prcl.Json("status", "--run", Run));
        worker.Thaw();

        // What a new process takes on this machine isn't the status.
        Assert.InRange(status - command, double.NegativeInfinity, StatusIsDueWithinSeconds);
    }

    [FullFact]
    public async Task A_silo_that_stands_still_is_evicted_although_its_connections_are_open()
    {
        await using var cluster = await SiloCluster.WithRedis();
        var keeper = await cluster.Start("state", ["--name", "keeper"]);
        await cluster.Start("state", ["--name", "second"]);
        var sleeper = await cluster.Start("state", ["--name", "sleeper"]);
        await Eventually.See("three silos", Patience, () => keeper.Prcl.Json("cluster"), c => c.GetArrayLength() == 3);

        sleeper.Freeze();
        var eviction = await SecondsOf(() => Eventually.See("two silos", Patience, () => keeper.Prcl.Json("cluster"), c => c.GetArrayLength() == 2));
        sleeper.Thaw();

        Assert.InRange(eviction, 0, EvictionIsDueWithinSeconds);
    }

    private static async Task<double> SecondsOf(Func<Task> work)
    {
        var start = Stopwatch.GetTimestamp();
        await work();
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }
}
