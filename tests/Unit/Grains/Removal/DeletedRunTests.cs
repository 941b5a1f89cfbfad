using Prcl.Contracts;
using Prcl.Contracts.Ingest;
using Prcl.Grains.Blobs;
using Prcl.Grains.Images;
using Prcl.Grains.Models;
using Prcl.Grains.Prototypes;
using Prcl.Grains.Removal;
using Prcl.Grains.Runs;
using Prcl.Learning.Prototypes;
using Prcl.Unit.Grains.Blobs;
using Xunit;

namespace Prcl.Unit.Grains.Removal;

[Collection(ClusterTests.Name)]
public sealed class DeletedRunTests(GrainCluster cluster)
{
    private static readonly Dictionary<int, PrototypeSums> Sums = new() { [0] = FakeTrainer.Sums(2, 0.5, 30) };

    [Fact]
    public async Task The_next_run_of_a_name_begins_with_nothing_of_the_one_that_was_deleted()
    {
        var run = await cluster.Create();
        await run.Store(Street.Labelled(0), Street.Unlabelled(1));
        await run.Ingest.Push([Street.Unlabelled(2) with { Image = [1, 2, 3] }]);
        var trainer = await new FakeTrainer(cluster, run, "a").Join();
        await trainer.Commit(sums: Sums, trained: [1]);
        await run.Grain.MoveAlias("serving", 1);
        await run.Prototype(0).CatchUp(1);

        await run.Grain.Delete(0);
        Assert.Null(await run.Grain.Describe());
        await run.Grain.Create(TestRun.Request(("seed", "8")));

        var status = await run.Grain.Status();
        Assert.Equal((0, 0, 0, 0), (status.Version, status.ImagesTrained, status.Images.Stored, status.Refused.Count));
        Assert.Equal(["baseline", "latest"], status.Aliases.Keys.Order());
        Assert.Null(await run.Prototype(0).Committed());
        Assert.Equal(0, (await run.Prototype(0).Query()).Evidence);
        Assert.Empty(await run.Stream().List(0, 10, onlyQuarantined: false));
        Assert.Equal(("8", 1), ((await run.Grain.Describe())!.Settings["seed"], (await run.Grain.Describe())!.Generation));

        // It learns: its first round is round 0, of its own sums.
        var next = await new FakeTrainer(cluster, run, "a").Join();
        Assert.Equal((0, 0, 1), (next.Round.Round, next.Round.Epoch, next.Round.Generation));
        await run.Store(Street.Unlabelled(1));
    }

    [Fact]
    public async Task What_a_trainer_of_the_deleted_run_still_says_counts_for_nothing_in_the_next_one()
    {
        var run = await cluster.Create();
        var zombie = await new FakeTrainer(cluster, run, "a").Join();
        var report = await zombie.Write(3, 20, Sums);
        await run.Grain.Delete(0);
        await Assert.ThrowsAsync<PrclRequestException>(zombie.Renew);
        await run.Grain.Create(TestRun.Request());
        await run.Store(Street.Unlabelled(0));

        // The next run gives the same trainer its first incarnation, too.
        var trainer = await new FakeTrainer(cluster, run, "a").Join();
        Assert.True((await run.Grain.HandIn(report)).Fenced);
        Assert.True((await run.Grain.Renew(zombie.Key, report.Incarnation)).Fenced);
        Assert.Contains("earlier run", (await run.Prototype(0).Exchange(new(zombie.Key, report.Incarnation, 0, 0, 1, Sums[0].ToMessage()))).Refusal, StringComparison.Ordinal);
        Assert.Empty(await run.Stream().Lease(zombie.Key, report.Incarnation, 5));
        for (var attempt = 0; attempt < 3; attempt++)
        {
            await run.Stream().Fail(zombie.Key, report.Incarnation, 0, "unreadable", attempt);
        }

        Assert.Equal((0, 1), ((await run.Stream().Counts()).Quarantined, (await run.Stream().Lease(trainer.Key, trainer.Round.Incarnation, 5)).Length));
        Assert.Equal(0, (await run.Prototype(0).Query()).Evidence);
        Assert.Equal(0, (await run.Grain.Current()).Round);
    }

    [Fact]
    public async Task A_late_repeat_of_a_deletion_leaves_the_next_run_alone_and_one_of_a_run_to_come_is_refused()
    {
        var run = await cluster.Create();
        await run.Grain.Delete(0);
        await run.Grain.Delete(0);
        await run.Grain.Create(TestRun.Request());

        await run.Grain.Delete(0);

        Assert.Equal(1, (await run.Grain.Describe())!.Generation);
        Assert.Equal(RequestErrorCode.Overtaken, (await Assert.ThrowsAsync<PrclRequestException>(() => run.Grain.Delete(2))).Code);
        Assert.NotNull(await run.Grain.Describe());
    }

    [Fact]
    public async Task A_run_that_never_was_cannot_be_deleted_or_weighed()
    {
        var run = new TestRun(cluster, cluster.NextName());

        Assert.Equal(RequestErrorCode.NoSuchRun, (await Assert.ThrowsAsync<PrclRequestException>(() => run.Grain.Delete(0))).Code);
        Assert.Equal(RequestErrorCode.NoSuchRun, (await Assert.ThrowsAsync<PrclRequestException>(run.Grain.Footprint)).Code);
    }

    [Fact]
    public async Task A_deletion_that_the_storage_refuses_leaves_the_run_as_it_is()
    {
        var run = await cluster.Create();
        await run.Store(Street.Unlabelled(0));
        using (cluster.Fail((operation, name) => operation == "Write" && name == $"deleted/{run.Name}.json" ? Fault.Fails : Fault.None))
        {
            await Assert.ThrowsAnyAsync<Exception>(() => run.Grain.Delete(0));
        }

        Assert.Equal(1, (await run.Grain.Status()).Images.Stored);
        await run.Grain.Delete(0);
        Assert.Null(await run.Grain.Describe());
    }

    [Fact]
    public async Task A_deletion_whose_answer_is_lost_is_done_and_asking_again_says_so()
    {
        var run = await cluster.Create();
        using (cluster.Fail((operation, name) => operation == "Write" && name == $"deleted/{run.Name}.json" ? Fault.LosesReply : Fault.None))
        {
            await Assert.ThrowsAnyAsync<Exception>(() => run.Grain.Delete(0));
        }

        await run.Grain.Delete(0);

        Assert.Null(await run.Grain.Describe());
        Assert.Equal(IngestOutcome.NoSuchRun, Assert.Single(await run.Ingest.Push([Street.Unlabelled(0)])).Outcome);
    }

    [Fact]
    public async Task A_footprint_tells_what_a_deletion_frees()
    {
        var run = await cluster.Create();
        await run.Store(Street.Labelled(0), Street.Evaluated(1));
        var trainer = await new FakeTrainer(cluster, run, "a").Join();
        await trainer.Commit(sums: Sums);

        var footprint = await run.Grain.Footprint();

        Assert.Equal((0, 2, 2, 1), (footprint.Generation, footprint.Images, footprint.Versions, footprint.Trainers));
        Assert.Equal(Street.Image(0).Length + Street.Image(1).Length, footprint.ImageBytes);
        var initial = await cluster.Storage.Head(ModelStore.InitialModel(run.Name), TestContext.Current.CancellationToken);
        Assert.InRange(footprint.OtherBytes, initial!.Length, 3 * initial.Length);
    }

    [Fact]
    public async Task The_grains_of_a_deleted_run_leave_its_files_to_the_sweep_which_spares_the_next_run()
    {
        // Files are kept by what is in them: no other test of the cluster may push these.
        const int Own = 7_340;
        var run = await cluster.Create();
        await run.Store(Street.Unlabelled(Own), Street.Unlabelled(Own + 1));
        await (await new FakeTrainer(cluster, run, "a").Join()).Commit(sums: Sums, trained: [0]);
        await run.Grain.Delete(0);
        await run.Grain.Create(TestRun.Request());
        await run.Store(Street.Unlabelled(Own + 1));
        await (await new FakeTrainer(cluster, run, "a").Join()).Commit(sums: Sums, trained: [0]);

        var sweep = cluster.Grains.GetGrain<IRunSweepGrain>(run.Name);
        for (var look = 0; !await sweep.Sweep(); look++)
        {
            Assert.InRange(look, 0, 10);
            cluster.Time.Advance(TimeSpan.FromMinutes(11));
        }

        Assert.Empty(await cluster.Blobs($"runs/{run.Name}/"));
        Assert.DoesNotContain(await cluster.Blobs("state/"), name => name.EndsWith($"/{run.Name}", StringComparison.Ordinal));
        Assert.Equal(1, (await run.Grain.Status()).Version);
        Assert.False(await ((IBlobStore)cluster.Storage).Exists(Name(Own), TestContext.Current.CancellationToken));
        Assert.True(await ((IBlobStore)cluster.Storage).Exists(Name(Own + 1), TestContext.Current.CancellationToken));
        Assert.NotNull(await new RunStore(cluster.Storage).Find(run.Name));
    }

    private static string Name(int frame) => ImageBlobs.NameOf(ContentHash.Of(Street.Image(frame)));
}
