using Prcl.EndToEnd.Faults;
using Prcl.EndToEnd.Processes;
using Prcl.EndToEnd.Scenes;
using Prcl.Long;
using Xunit;

namespace Prcl.EndToEnd.Clusters;

/// <summary>Redis holds who is a member and nothing else: what happens when it forgets that, and how an operator recovers.</summary>
public sealed class WipedRedisTests
{
    private const string Run = "street";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);
    private static readonly TimeSpan Ending = TimeSpan.FromSeconds(60);

    [LongTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_cluster_whose_redis_was_wiped_goes_on_and_is_whole_again_once_its_silos_are_restarted(bool filesAreGone)
    {
        Assert.SkipUnless(filesAreGone || LongTests.AreFull, $"{LongTests.Variable}={LongTests.Full} runs it; the other way to wipe it is enough otherwise.");
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
        (await worker.Prcl.RunJson("push", scenes.Unlabelled("after", 10, 4), "--domain", "later", "--run", Run)).Succeeded();
        await SeeVersionAfter(keeper.Prcl, await Version(keeper.Prcl));
        await witness.Look();

        // What an operator does: end all silos, then start them. None may live on beside a new one, which wouldn't know it. They end in time, though
        // there is no table to be told.
        var codes = await Task.WhenAll(cluster.Silos.Select(s => s.Terminate(Ending)));
        Assert.Equal([0, 0], codes);
        cluster.Silos.ForEach(s => s.Start());
        await Task.WhenAll(cluster.Silos.Select(s => s.Ready()));
        await Eventually.See("both silos", Patience, () => keeper.Prcl.Json("cluster"), c => c.GetArrayLength() == 2);
        (await keeper.Prcl.RunJson("push", scenes.Unlabelled("again", 12, 4), "--domain", "later", "--run", Run)).Succeeded();
        await SeeVersionAfter(keeper.Prcl, await Version(keeper.Prcl));
        await witness.Look();
        Assert.Equal(10, witness.Images.Length);
    }

    private static async Task SeeVersionAfter(PrclCommand prcl, long version) =>
        await Eventually.See("a committed round", Patience, () => Version(prcl), v => v > version);

    private static async Task<long> Version(PrclCommand prcl) => (await prcl.Json("status", "--run", Run)).GetProperty("version").GetInt64();
}
