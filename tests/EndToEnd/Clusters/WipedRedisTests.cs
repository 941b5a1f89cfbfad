using Prcl.EndToEnd.Faults;
using Prcl.EndToEnd.Processes;
using Prcl.EndToEnd.Scenes;
using Xunit;

namespace Prcl.EndToEnd.Clusters;

/// <summary>Redis holds who is a member and nothing else: what happens when it forgets that, and how an operator recovers.</summary>
public sealed class WipedRedisTests(ITestOutputHelper log)
{
    private const string Run = "street";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_cluster_whose_redis_was_wiped_goes_on_and_is_whole_again_once_its_silos_are_restarted(bool filesAreGone)
    {
        using var scenes = new SceneFiles();
        await using var cluster = await SiloCluster.WithRedis();
        var keeper = await cluster.Start("state,predictor", "--name", "keeper");
        var worker = await cluster.Start("state,trainer", "--name", "worker");
        await SmallRun.Create(keeper.Prcl, Run, scenes);
        (await keeper.Prcl.RunJson("push", scenes.Labelled("labelled", 0, 4), "--run", Run)).Succeeded();
        await SeeVersionAfter(keeper.Prcl, 0);
        var witness = new LogWitness(keeper, Run);
        await witness.Look();

        await cluster.WipeRedis(filesAreGone);

        // The silos know each other: they answer, take images and commit rounds as before.
        (await worker.Prcl.RunJson("push", scenes.Unlabelled("after", 10, 4), "--run", Run)).Succeeded();
        await SeeVersionAfter(keeper.Prcl, await Version(keeper.Prcl));
        await witness.Look();
        log.WriteLine((await keeper.Prcl.Run("cluster")).ToString());

        // What an operator does: stop all silos, then start them.
        foreach (var silo in cluster.Silos)
        {
            log.WriteLine($"exit code {await silo.Terminate(Patience)}");
        }

        foreach (var silo in cluster.Silos)
        {
            silo.Start();
            await silo.Ready();
        }

        await Eventually.See("both silos", Patience, () => keeper.Prcl.Json("cluster"), c => c.GetArrayLength() == 2);
        (await keeper.Prcl.RunJson("push", scenes.Unlabelled("again", 12, 4), "--run", Run)).Succeeded();
        await SeeVersionAfter(keeper.Prcl, await Version(keeper.Prcl));
        await witness.Look();
        Assert.Equal(10, witness.Images.Length);
        cluster.Silos.ForEach(s => log.WriteLine($"{s.Output}\n"));
    }

    private static async Task SeeVersionAfter(PrclCommand prcl, long version) =>
        await Eventually.See("a committed round", Patience, () => Version(prcl), v => v > version);

    private static async Task<long> Version(PrclCommand prcl) => (await prcl.Json("status", "--run", Run)).GetProperty("version").GetInt64();
}
