using Prcl.EndToEnd.Processes;
using Prcl.EndToEnd.Scenes;
using Prcl.Long;
using Xunit;

namespace Prcl.EndToEnd.Growth;

/// <summary>A run is deleted while a real silo trains it, and its name used again.</summary>
public sealed class DeletedRunTests
{
    private const string Run = "street";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    [LongFact]
    public async Task A_run_that_is_deleted_while_it_trains_leaves_its_name_to_one_that_begins_at_nothing()
    {
        using var scenes = new SceneFiles();
        await using var silo = await SiloProcess.Started();
        var prcl = silo.Prcl;
        await Begin(prcl, scenes);
        Assert.Equal(1, (await prcl.Run("run", "delete", Run)).ExitCode);
        Assert.All(await Evidence(prcl), n => Assert.True(n > 0));

        (await prcl.Run("run", "delete", Run, "--yes")).Succeeded();
        Assert.Empty((await prcl.Json("run", "list")).EnumerateArray());

        // Without a labelled image nobody trains: what shows is what it began with.
        await SmallRun.Create(prcl, Run, scenes);
        Assert.All(await Evidence(prcl), n => Assert.Equal(0, n));
        var status = await prcl.Json("status", "--run", Run);
        Assert.Equal((0, 0), (status.GetProperty("version").GetInt64(), status.GetProperty("images").GetProperty("stored").GetInt64()));

        // Its trainer is another one, and a restart knows which run is meant.
        await silo.Kill9();
        silo.Start();
        await silo.Ready();
        await Learn(prcl, scenes);
        silo.Output.HasNoTrouble(except: "LocalSiloHealthMonitor");
    }

    private static async Task Begin(PrclCommand prcl, SceneFiles scenes)
    {
        await SmallRun.Create(prcl, Run, scenes);
        await Learn(prcl, scenes);
    }

    private static async Task Learn(PrclCommand prcl, SceneFiles scenes)
    {
        (await prcl.Run("push", scenes.Labelled("labelled", 0, 4), "--run", Run)).Succeeded();
        await Eventually.See("two rounds", Patience, () => Version(prcl), version => version >= 2);
    }

    private static async Task<double[]> Evidence(PrclCommand prcl) =>
        [.. (await prcl.Json("prototypes", "--run", Run)).EnumerateArray().Select(p => p.GetProperty("evidence").GetDouble())];

    private static async Task<long> Version(PrclCommand prcl) => (await prcl.Json("status", "--run", Run)).GetProperty("version").GetInt64();
}
