using Prcl.Contracts.Runs;
using Prcl.Unit.Grains.Blobs;
using Xunit;

namespace Prcl.Unit.Grains.Runs;

/// <summary>Runs over storage that fails or was stopped in the middle.</summary>
[Collection(ClusterTests.Name)]
public sealed class RunFaultTests(GrainCluster cluster)
{
    [Theory]
    [InlineData(Fault.Fails)]
    [InlineData(Fault.LosesReply)]
    public async Task A_commit_that_storage_fails_is_tried_again_and_happens_once(Fault fault)
    {
        var run = await cluster.Define();
        var a = await Trainer(run, "a");
        var faults = 0;
        using (cluster.Fail((operation, name) => operation == "Write" && name.StartsWith($"runs/{run.Name}/rounds/", StringComparison.Ordinal) && faults++ < 2 ? fault : Fault.None))
        {
            var report = await a.Write(weight: 1, images: 20);
            await Patience.Until(async () => await Record.ExceptionAsync(() => a.HandIn(report)) is null ? a.Round.Round : 0, round => round == 1);
        }

        Assert.Equal((1, 20), (a.Round.Round, a.Round.Clock));
        Assert.Single(await cluster.Blobs($"runs/{run.Name}/rounds/"));
    }

    [Fact]
    public async Task Renewing_works_while_a_round_cannot_be_committed()
    {
        var run = await cluster.Define();
        var (a, b) = (await Trainer(run, "a"), await Trainer(run, "b"));
        Task<RoundAssignment[]> handIns;
        using (cluster.Fail((operation, name) => name.StartsWith($"runs/{run.Name}/", StringComparison.Ordinal) && operation == "Write" && name.Contains("/rounds/", StringComparison.Ordinal)
            ? Fault.Fails
            : Fault.None))
        {
            var (reportA, reportB) = (await a.Write(1, 20), await b.Write(1, 20));
            handIns = Task.WhenAll(run.Grain.HandIn(reportA), run.Grain.HandIn(reportB));
            Assert.Equal((false, 0L), ((await a.Renew()).Fenced, a.Round.Round));
            Assert.False((await b.Renew()).Fenced);
        }

        Assert.All(await handIns, r => Assert.Equal(1, r.Round));
    }

    [Fact]
    public async Task A_report_that_cannot_be_averaged_fails_the_run_with_the_reason()
    {
        var run = await cluster.Define();
        var (a, b) = (await Trainer(run, "a"), await Trainer(run, "b"));
        var (good, bad) = (await a.Write(1, 20), await b.Write(1, 20));
        await cluster.Models.Remove(bad.ReportBlob);

        // They would ask again and again; the run tells why in vain.
        _ = (run.Grain.HandIn(good), run.Grain.HandIn(bad));

        var status = await Patience.Until(run.Grain.Status, s => s.Phase == RunPhase.Failed);
        Assert.Contains(bad.ReportBlob, status.Reason, StringComparison.Ordinal);
        Assert.False((await a.Renew()).Training);
    }

    [Theory]
    [InlineData(Fault.Fails)]
    [InlineData(Fault.LosesReply)]
    public async Task State_that_could_not_be_saved_is_saved_later_and_nothing_needed_is_removed_before(Fault fault)
    {
        var run = await cluster.Define(("keep-versions", "1"), ("lease-seconds", "1000"));
        var a = await Trainer(run, "a");
        using (cluster.Fail((operation, name) => operation == "Write" && name.EndsWith($"/run/{run.Name}", StringComparison.Ordinal) ? fault : Fault.None))
        {
            for (var round = 0; round < 5; round++)
            {
                await a.Commit(sums: new() { [0] = FakeTrainer.Sums(1, 2, 3) });
            }
        }

        await Patience.Until(async () => await Record.ExceptionAsync(() => cluster.Silos.DeactivateAsync(run.Grain)), failure => failure is null);

        Assert.Equal((5, 100), ((await run.Grain.Current()).Round, (await run.Grain.Current()).Clock));
        await a.Join();
        await a.Commit();
        Assert.Equal(6, a.Round.Round);
        await run.Grain.Stop();
        Assert.Equal(RunPhase.Stopped, (await run.Grain.Status()).Phase);
    }

    [Fact]
    public async Task What_was_not_folded_is_folded_without_another_round()
    {
        var run = await cluster.Define();
        await run.Stream().Append([TestRun.Entry(0)]);
        var a = await Trainer(run, "a");
        using (cluster.Fail((operation, name) => operation == "Write" && name.StartsWith("state/", StringComparison.Ordinal) && name.Contains($"/{run.Name}_2F", StringComparison.Ordinal)
            ? Fault.Fails
            : Fault.None))
        {
            await a.Commit(sums: new() { [0] = FakeTrainer.Sums(1, 2, 3) }, trained: [0]);
        }

        await Patience.Until(async () => (await run.Prototype(0).Committed())?.Count, count => count == 3);
        await Patience.Until(run.Stream().Counts, c => c.Trained == 1);
        await Patience.Until(() => cluster.Blobs("state/"), names => names.Any(n => n.EndsWith($"/stream/{run.Name}_2F0", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task After_a_restart_of_everything_prototypes_and_streams_stand_where_the_manifests_do()
    {
        using var folder = new TemporaryFolder();
        TestRun run;
        await using (var before = await GrainCluster.On(folder))
        {
            run = await before.Define();
            await run.Stream().Append([TestRun.Entry(0), TestRun.Entry(1)]);
            var a = await new FakeTrainer(before, run, "a").Join();
            await a.Commit(sums: new() { [0] = FakeTrainer.Sums(1, 2, 3) }, trained: [0]);
            await Patience.Until(run.Stream().Counts, c => c.Trained == 1);

            // Committed, and killed before anybody has folded it.
            await a.CommitElsewhere(1, 20, new() { [0] = FakeTrainer.Sums(1, 2, 4) }, 1);
        }

        await using var after = await GrainCluster.On(folder);
        run = new TestRun(after, run.Name);

        Assert.Equal(7, (await run.Prototype(0).Committed())!.Count);
        Assert.Equal(2, (await run.Stream().Counts()).Trained);
        Assert.Empty(await run.Stream().Lease("b", 9, 9));
        Assert.Equal((2, 40), ((await run.Grain.Current()).Round, (await run.Grain.Current()).Clock));
    }

    private Task<FakeTrainer> Trainer(TestRun run, string name) => new FakeTrainer(cluster, run, name).Join();
}
