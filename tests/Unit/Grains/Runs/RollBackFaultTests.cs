using Prcl.Grains.Blobs;
using Prcl.Learning.Prototypes;
using Prcl.Unit.Grains.Blobs;
using Xunit;

namespace Prcl.Unit.Grains.Runs;

/// <summary>Rolling training back while the storage fails, a round is being closed, or another activation has gone on.</summary>
[Collection(ClusterTests.Name)]
public sealed class RollBackFaultTests(GrainCluster cluster)
{
    private const int Class = 1;

    [Theory]
    [InlineData(Fault.Fails, 0)]
    [InlineData(Fault.LosesReply, 1)]
    public async Task A_commit_that_storage_fails_is_whole_or_nothing_and_asking_again_is_right(Fault fault, int epoch)
    {
        var run = await cluster.Define();
        var a = await Trainer(run, "a");
        await a.Commit(sums: Sums(3));
        await a.Commit(sums: Sums(4));
        using (cluster.Fail((operation, name) => operation == "Write" && name.StartsWith($"runs/{run.Name}/rounds/", StringComparison.Ordinal) ? fault : Fault.None))
        {
            await Assert.ThrowsAsync<BlobStorageException>(() => run.Grain.RollBack(1, 0));
            await cluster.Silos.DeactivateAsync(run.Grain);
        }

        Assert.Equal(epoch, (await run.Grain.Current()).Epoch);
        Assert.Equal((1, 3), ((await run.Grain.RollBack(1, 0)).Epoch, (await run.Grain.Current()).Round));
        Assert.Equal(3, (await cluster.Blobs($"runs/{run.Name}/rounds/")).Length);
        Assert.Equal(3, (await run.Committed(Class, 3))!.Count);
    }

    [Theory]
    [InlineData(Fault.Fails)]
    [InlineData(Fault.LosesReply)]
    public async Task It_is_committed_although_the_state_cannot_be_saved_and_the_repeat_after_a_crash_confirms_it(Fault fault)
    {
        var run = await cluster.Define();
        var a = await Trainer(run, "a");
        await a.Commit(sums: Sums(3));
        await a.Commit(sums: Sums(4));
        await run.Grain.MoveAlias("best", 1);
        using (cluster.Fail((operation, name) => operation == "Write" && name.EndsWith($"/run/{run.Name}", StringComparison.Ordinal) ? fault : Fault.None))
        {
            await Assert.ThrowsAnyAsync<Exception>(() => run.Grain.RollBack(1, 0));
            await cluster.Silos.DeactivateAsync(run.Grain);
        }

        Assert.True((await a.Renew()).Fenced);
        Assert.Equal((1, 3), (a.Round.Epoch, a.Round.Round));
        Assert.Equal(1, (await run.Grain.RollBack(1, 0)).Epoch);
        await a.Join();
        await a.Commit(sums: Sums(6));
        Assert.Equal(3 + 6, (await run.Committed(Class, 4))!.Count);
    }

    [Fact]
    public async Task A_round_that_is_being_closed_is_committed_first()
    {
        var run = await cluster.Define();
        var a = await Trainer(run, "a");
        await a.Commit();
        var report = await a.Write(2, 20, Sums(8));
        var (reached, goOn) = (new TaskCompletionSource(), new TaskCompletionSource());
        using (cluster.Pause((operation, name) => operation == "Write" && name.StartsWith($"runs/{run.Name}/rounds/", StringComparison.Ordinal), reached, goOn.Task))
        {
            var handIn = a.HandIn(report);
            await reached.Task.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
            var rolledBack = run.Grain.RollBack(1, 0);
            await run.Grain.Current();
            goOn.SetResult();
            await handIn;
            Assert.Equal((1, 3), ((await rolledBack).Epoch, (await run.Grain.Current()).Round));
        }

        Assert.Single((await run.Manifest(1)).Reports);
        Assert.Equal(1, (await run.Manifest(2)).Rewind!.Version);
        Assert.True((await a.Renew()).Fenced);
    }

    [Fact]
    public async Task A_round_that_somebody_else_committed_meanwhile_comes_first()
    {
        var run = await cluster.Define();
        var a = await Trainer(run, "a");
        await a.Commit();
        await a.CommitElsewhere();

        var start = await run.Grain.RollBack(1, 0);

        Assert.Equal((1, 3), (start.Epoch, start.Round));
        Assert.Equal(DateTime.UnixEpoch, (await run.Manifest(1)).CommittedUtc);
    }

    [Fact]
    public async Task An_alias_may_be_moved_to_a_version_that_another_activation_has_committed()
    {
        var run = await cluster.Define();
        var a = await Trainer(run, "a");
        await a.Commit();
        var theirs = await a.CommitElsewhere();

        await run.Grain.MoveAlias("best", 2);

        Assert.Equal(theirs.ReportBlob, (await run.Grain.Model("best"))!.Blob);
    }

    private static Dictionary<int, PrototypeSums> Sums(double count) => new() { [Class] = FakeTrainer.Sums(1, 2, count) };

    private Task<FakeTrainer> Trainer(TestRun run, string name) => new FakeTrainer(cluster, run, name) { CarriesPrototypes = true }.Join();
}
