using Prcl.Contracts;
using Prcl.Contracts.Runs;
using Xunit;

namespace Prcl.Unit.Grains.Runs;

[Collection(ClusterTests.Name)]
public sealed class RenamedRunTests(GrainCluster cluster)
{
    [Fact]
    public async Task A_run_is_shown_by_another_name_and_keeps_its_own_and_everything_under_it()
    {
        var run = await cluster.Create();
        var shown = cluster.NextName();

        Assert.Equal((run.Name, shown), Names(await run.Grain.Rename(shown)));
        Assert.Equal(shown, (await run.Grain.Rename(shown)).Shown);

        Assert.Equal((run.Name, shown), Names((await run.Grain.Describe())!));
        Assert.Equal(shown, Assert.Single(await cluster.Grains.GetGrain<IRunCatalogGrain>(0).List(), r => r.Name == run.Name).Shown);
        Assert.Equal(run.Name, (await run.Grain.Status()).Name);
        Assert.Null((await run.Grain.Rename(run.Name)).Shown);
    }

    [Fact]
    public async Task A_name_that_another_run_has_or_is_shown_by_is_refused_and_the_run_keeps_what_it_had()
    {
        var (one, other) = (await cluster.Create(), await cluster.Create());
        var shown = cluster.NextName();
        await other.Grain.Rename(shown);
        await one.Grain.Rename(shown + "-2");

        foreach (var (name, said) in new[] { (other.Name, "shown"), (shown.ToUpperInvariant(), $"the run '{other.Name}' is shown so") })
        {
            var refusal = await Assert.ThrowsAsync<PrclRequestException>(() => one.Grain.Rename(name));
            Assert.Equal(RequestErrorCode.RunExists, refusal.Code);
            Assert.Contains(said, refusal.Message, StringComparison.Ordinal);
        }

        Assert.Equal(shown + "-2", (await one.Grain.Describe())!.Shown);
        await Assert.ThrowsAsync<PrclRequestException>(() => one.Grain.Rename("CON"));
    }

    private static (string, string?) Names(RunDescription run) => (run.Name, run.Shown);
}
