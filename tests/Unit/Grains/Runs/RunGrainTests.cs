using Prcl.Contracts;
using Prcl.Grains.Blobs;
using Prcl.Grains.Runs;
using Prcl.Grains.Storage;
using Xunit;

namespace Prcl.Unit.Grains.Runs;

/// <summary>What a run keeps: versions, aliases, incarnations.</summary>
[Collection(ClusterTests.Name)]
public sealed class RunGrainTests(GrainCluster cluster)
{
    [Fact]
    public async Task Many_rounds_leave_the_state_as_small_as_few()
    {
        var run = await cluster.Define(("keep-versions", "2"));
        var a = await Trainer(run, "a");
        for (var round = 0; round < 12; round++)
        {
            await a.Commit(sums: new() { [0] = FakeTrainer.Sums(1, round, 3) });
        }

        await Patience.Until(async () => (await cluster.Blobs($"runs/{run.Name}/rounds/")).Length, count => count == 2);
        await Patience.Until(async () => (await cluster.Blobs($"runs/{run.Name}/reports/")).Length, count => count == 4);
        Assert.Null(await run.Grain.Model("10"));
        Assert.NotNull(await run.Grain.Model("11"));
        Assert.NotNull(await run.Grain.Model("12"));
        await cluster.Silos.DeactivateAsync(run.Grain);
        Assert.Equal(12, (await run.Grain.Current()).Round);
    }

    [Fact]
    public async Task Trainers_that_come_and_go_under_new_names_do_not_pile_up()
    {
        var run = await cluster.Define(("lease-seconds", "30"));
        var a = await Trainer(run, "a");
        for (var i = 0; i < 400; i++)
        {
            await run.Grain.Join($"{run.Name}/pod-{i}/cpu");
            if (i % 50 == 49)
            {
                cluster.Time.Advance(TimeSpan.FromSeconds(20));
                await a.Renew();
            }
        }

        var state = await StateOf(run);
        Assert.InRange(state.Incarnations.Count, 2, 300);
        Assert.Equal(401, state.Incarnation);
        Assert.False((await a.Renew()).Fenced);
        Assert.True((await run.Grain.Renew($"{run.Name}/pod-0/cpu", 2)).Fenced);
    }

    [Fact]
    public async Task A_version_kept_by_an_alias_is_found_by_its_number_too()
    {
        var run = await cluster.Define(("keep-versions", "1"));
        var a = await Trainer(run, "a");
        await a.Commit();
        await run.Grain.MoveAlias("best", 1);
        for (var round = 1; round < 5; round++)
        {
            await a.Commit();
        }

        await Patience.Until(async () => (await cluster.Blobs($"runs/{run.Name}/rounds/")).Length, count => count == 1);
        Assert.Equal(await run.Grain.Model("best"), await run.Grain.Model("1"));
        await run.Grain.MoveAlias("serving", 1);
        await run.Grain.MoveAlias("best", 5);
        Assert.True(await Exists((await run.Grain.Model("serving"))!.Blob));
        await run.Grain.MoveAlias("serving", 5);
        Assert.Null(await run.Grain.Model("1"));
        var unknown = await Assert.ThrowsAsync<PrclRequestException>(() => run.Grain.MoveAlias("serving", 2));
        Assert.Contains("keeps no version 2", unknown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_last_version_before_the_first_unlabelled_image_is_kept_as_the_baseline()
    {
        var run = await cluster.Define(("keep-versions", "1"), ("unsupervised-begin", "5"));
        var a = await Trainer(run, "a");
        Assert.Equal(0, (await run.Grain.Model("baseline"))!.Version);
        await a.Commit(trained: 0);
        for (var round = 1; round < 5; round++)
        {
            await a.Commit(trained: round);
        }

        await Patience.Until(async () => (await cluster.Blobs($"runs/{run.Name}/rounds/")).Length, count => count == 1);
        var baseline = (await run.Grain.Model("baseline"))!;
        Assert.Equal(1, baseline.Version);
        Assert.True(await Exists(baseline.Blob));
        await cluster.Silos.DeactivateAsync(run.Grain);
        Assert.Equal(baseline, await run.Grain.Model("baseline"));

        await run.Grain.MoveAlias("baseline", 5);
        await a.Commit(trained: 5);
        Assert.Equal(5, (await run.Grain.Model("baseline"))!.Version);
        Assert.False(await Exists(baseline.Blob));
    }

    [Theory]
    [InlineData("latest")]
    [InlineData("12")]
    [InlineData("")]
    [InlineData("two words")]
    public async Task An_alias_needs_a_name_of_its_own(string alias)
    {
        var run = await cluster.Define();

        var refusal = await Assert.ThrowsAsync<PrclRequestException>(() => run.Grain.MoveAlias(alias, 0));

        Assert.Contains($"'{alias}'", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(["baseline", "latest"], (await run.Grain.Status()).Aliases.Keys.Order());
    }

    private Task<bool> Exists(string blob) => ((IBlobStore)cluster.Storage).Exists(blob);

    private Task<FakeTrainer> Trainer(TestRun run, string name) => new FakeTrainer(cluster, run, name).Join();

    private async Task<RunState> StateOf(TestRun run)
    {
        var name = StateName.Of("run", run.Grain.GetGrainId());
        return StateFormat.Decode<RunState>(name, (await cluster.Storage.Read(name))!.Bytes);
    }
}
