using Prcl.Contracts;
using Prcl.Contracts.Ingest;
using Prcl.Contracts.Streams;
using Prcl.Grains.Images;
using Prcl.Grains.Streams;
using Prcl.Unit.Grains.Blobs;
using Xunit;

namespace Prcl.Unit.Grains.Streams;

/// <summary>Images are deleted everywhere, and their files go when nothing needs them. A cluster of its own: every run is asked.</summary>
public sealed class DeletionTests(GrainCluster cluster) : IClassFixture<GrainCluster>
{
    [Fact]
    public async Task A_deleted_image_vanishes_from_leases_pools_lists_and_measuring_also_after_a_restart()
    {
        var run = await cluster.Define();
        await run.Store(Street.Unlabelled(0), Street.Labelled(1), Street.Evaluated(2), Street.Unlabelled(3), Street.Unlabelled(4));
        var trainer = await new FakeTrainer(cluster, run, "a").Join();
        await trainer.Commit(trained: [3]);
        await run.Stream().CatchUp(1);

        Assert.Equal((bool[])[true, true, true, true], await run.Ingest.Delete([Hash(0), Hash(1), Hash(2), Hash(3)]));

        for (var restarted = 0; restarted < 2; restarted++)
        {
            Assert.Equal([4], (await run.Stream().List(0, 9, false)).Select(i => i.Sequence));
            var pool = await run.Stream().Pool(-1);
            Assert.Empty(pool.Labelled!);
            Assert.Empty(pool.Trained!);
            Assert.Equal(new StreamCounts(1, 0, 0, 0, 0, 1, 0, 4, Street.Image(4).Length), pool.Counts);
            Assert.Empty(await run.Stream().Evaluation());
            Assert.Equal((bool[])[false, true], await run.Ingest.Known([new(Hash(0), null), new(Hash(4), null)]));
            Assert.Equal((long[])[0, 1, 3], await run.Stream().Gone([0, 1, 3, 4]));
            await cluster.Silos.DeactivateAsync(run.Stream());
        }

        Assert.Equal([4], (await run.Stream().Lease("b", 2, 9)).Select(i => i.Sequence));
        Assert.Equal(4, (await run.Grain.Status()).Images.Deleted);
    }

    [Fact]
    public async Task Deleting_again_or_what_was_never_there_is_harmless_and_odd_texts_are_refused()
    {
        var run = await cluster.Define(("partitions", "3"));
        await run.Store(Street.Unlabelled(0), Street.Unlabelled(1));

        Assert.Equal((bool[])[true, false], await run.Ingest.Delete([Hash(0).ToUpperInvariant(), Hash(9)]));
        Assert.Equal((bool[])[false, false], await run.Ingest.Delete([Hash(0), Hash(9)]));
        var twice = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => run.Ingest.Delete([Hash(1)])));
        var odd = await Assert.ThrowsAsync<PrclRequestException>(() => run.Ingest.Delete([Hash(1), "frame-1.png"]));
        await Assert.ThrowsAsync<PrclRequestException>(() => new TestRun(cluster, "no-run").Ingest.Delete([Hash(1)]));

        Assert.Single(twice, t => t[0]);
        Assert.Contains("'frame-1.png'", odd.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_late_repeat_of_a_deletion_leaves_an_image_that_was_pushed_again_since()
    {
        var run = await cluster.Define();
        await run.Store(Street.Unlabelled(0));
        var seen = await run.Ingest.Look([Hash(0), Hash(9)]);
        Assert.Equal((SeenImage[])[new SeenImage(0, 0), SeenImage.None], seen);

        Assert.Equal((bool[])[true, false], await run.Ingest.Delete([Hash(0), Hash(9)], seen));
        await run.Store(Street.Unlabelled(0), Street.Unlabelled(9));
        Assert.Equal((bool[])[false, false], await run.Ingest.Delete([Hash(0), Hash(9)], seen));

        Assert.Equal([1, 2], (await run.Stream().List(0, 9, false)).Select(i => i.Sequence));
        var odd = await Assert.ThrowsAsync<PrclRequestException>(() => run.Ingest.Delete([Hash(0)], seen));
        Assert.Equal("1 images are to be deleted and 2 are said to be seen; each must be seen, or none.", odd.Message);
    }

    [Fact]
    public async Task A_trainer_that_has_it_in_flight_does_no_harm()
    {
        var run = await cluster.Define();
        await run.Store(Street.Unlabelled(0), Street.Unlabelled(1));
        var trainer = await new FakeTrainer(cluster, run, "a").Join();
        await run.Stream().Lease(trainer.Key, trainer.Round.Incarnation, 2);

        await run.Ingest.Delete([Hash(0)]);
        Assert.Equal((long[])[0], await run.Stream().Renew(trainer.Key, trainer.Round.Incarnation, [0, 1]));
        await run.Stream().Fail(trainer.Key, trainer.Round.Incarnation, 0, "gone", 1);
        await run.Stream().Return(trainer.Key, trainer.Round.Incarnation, [0]);
        await trainer.Commit(trained: [0, 1]);
        await run.Stream().CatchUp(1);

        Assert.Equal(new StreamCounts(1, 0, 0, 1, 0, 0, 0, 1, Street.Image(1).Length), await run.Stream().Counts());
        await cluster.Silos.DeactivateAsync(run.Stream());
        Assert.Equal(new StreamCounts(1, 0, 0, 1, 0, 0, 0, 1, Street.Image(1).Length), await run.Stream().Counts());
    }

    [Fact]
    public async Task A_deleted_image_that_is_pushed_again_is_a_new_one()
    {
        var run = await cluster.Define();
        await run.Store(Street.Labelled(0));
        await run.Ingest.Delete([Hash(0)]);

        await run.Store(Street.Unlabelled(0));

        var image = Assert.Single(await run.Stream().List(0, 9, false));
        Assert.Equal((1, null), (image.Sequence, image.LabelSha256));
        Assert.True(image.Bytes > 0);
        await cluster.Silos.DeactivateAsync(run.Stream());
        Assert.Equal(image, Assert.Single(await run.Stream().List(0, 9, false)));
    }

    [Fact]
    public async Task The_files_go_after_a_while_and_not_before()
    {
        var run = await cluster.Define();
        await run.Store(Street.Labelled(20));
        await run.Ingest.Delete([Hash(20)]);

        await run.Stream().Tidy();
        cluster.Time.Advance(FileCollector.Grace / 2);
        await run.Stream().Tidy();
        Assert.True(await Exists(Street.Image(20)) && await Exists(Street.Label(20)));

        cluster.Time.Advance(FileCollector.Grace / 2 + TimeSpan.FromSeconds(1));
        await run.Stream().Tidy();
        Assert.False(await Exists(Street.Image(20)) || await Exists(Street.Label(20)));
    }

    [Fact]
    public async Task Files_that_another_run_or_partition_refers_to_stay_until_that_is_deleted_too()
    {
        var (run, other) = (await cluster.Define(("partitions", "4")), await cluster.Define(("partitions", "2")));
        var shared = Street.Label(30);
        var (first, second) = TwoPartitions(4);
        await run.Store(Street.Unlabelled(first) with { Label = shared }, Street.Unlabelled(second) with { Label = shared });
        await other.Store(Street.Unlabelled(first));

        await run.Ingest.Delete([Hash(first)]);
        await Collect(run, 4);
        Assert.True(await Exists(shared) && await Exists(Street.Image(first)));

        await other.Ingest.Delete([Hash(first)]);
        await Collect(other, 2);
        Assert.True(await Exists(shared) && !await Exists(Street.Image(first)));

        await run.Ingest.Delete([Hash(second)]);
        await Collect(run, 4);
        Assert.False(await Exists(shared) || await Exists(Street.Image(second)));
    }

    [Fact]
    public async Task A_push_of_the_same_file_before_it_goes_keeps_it()
    {
        var (run, other) = (await cluster.Define(), await cluster.Define());
        await run.Store(Street.Unlabelled(40));
        await run.Ingest.Delete([Hash(40)]);
        await run.Stream().Tidy();

        // The look that may remove it has asked everybody, and is held back just before it does.
        var (reached, goOn) = (new TaskCompletionSource(), new TaskCompletionSource());
        var name = ImageBlobs.NameOf(ContentHash.Of(Street.Image(40)));
        using (cluster.Pause((operation, blob) => operation == "Delete" && blob == name, reached, goOn.Task))
        {
            cluster.Time.Advance(FileCollector.Grace + TimeSpan.FromSeconds(1));
            var collecting = run.Stream().Tidy();
            await reached.Task.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
            await other.Store(Street.Unlabelled(40));
            goOn.SetResult();
            await collecting;
        }

        Assert.True(await Exists(Street.Image(40)));
        await Collect(run, 1);
        Assert.True(await Exists(Street.Image(40)));
    }

    [Fact]
    public async Task Nothing_goes_while_a_partition_cannot_be_asked_and_a_restart_goes_on()
    {
        var (run, other) = (await cluster.Define(), await cluster.Define());
        await run.Store(Street.Unlabelled(50));
        await other.Store(Street.Unlabelled(51));
        await run.Ingest.Delete([Hash(50)]);
        await run.Stream().Tidy();
        cluster.Time.Advance(FileCollector.Grace + TimeSpan.FromSeconds(1));
        await cluster.Silos.DeactivateAsync(other.Stream());
        using (cluster.Fail((operation, name) => name.StartsWith($"runs/{other.Name}/stream/", StringComparison.Ordinal) ? Fault.Fails : Fault.None))
        {
            Assert.NotNull(await Record.ExceptionAsync(() => run.Stream().Tidy()));
            Assert.True(await Exists(Street.Image(50)));
        }

        await cluster.Silos.DeactivateAsync(run.Stream());
        await Collect(run, 1);
        Assert.False(await Exists(Street.Image(50)));

        // What has been collected isn't looked at again: the file could be anybody's by now.
        await cluster.Silos.DeactivateAsync(run.Stream());
        var reads = 0;
        using (cluster.Fail((operation, name) =>
        {
            reads += name == ImageBlobs.NameOf(ContentHash.Of(Street.Image(50))) ? 1 : 0;
            return Fault.None;
        }))
        {
            await run.Stream().Tidy();
        }

        Assert.Equal(0, reads);
    }

    [Fact]
    public async Task A_deletion_that_storage_fails_is_made_good_by_the_repeat()
    {
        var run = await cluster.Define();
        await run.Store(Street.Unlabelled(0));
        using (cluster.Fail((operation, name) => operation == "Append" && name.StartsWith($"runs/{run.Name}/stream/", StringComparison.Ordinal) ? Fault.Fails : Fault.None))
        {
            Assert.NotNull(await Record.ExceptionAsync(() => run.Ingest.Delete([Hash(0)])));
        }

        await run.Ingest.Delete([Hash(0)]);
        await cluster.Silos.DeactivateAsync(run.Stream());

        Assert.Equal((0, 1), ((await run.Stream().Counts()).Stored, (await run.Stream().Counts()).Deleted));
    }

    private static string Hash(int frame) => ContentHash.Of(Street.Image(frame)).ToString();

    // Two frames whose images are in different partitions.
    private static (int First, int Second) TwoPartitions(int partitions)
    {
        var first = 31;
        return (first, Enumerable.Range(first + 1, 50).First(f => Partitioning.Of(Hash(f), partitions) != Partitioning.Of(Hash(first), partitions)));
    }

    private async Task Collect(TestRun run, int partitions)
    {
        for (var look = 0; look < 2; look++)
        {
            for (var p = 0; p < partitions; p++)
            {
                await run.Stream(p).Tidy();
            }

            cluster.Time.Advance(FileCollector.Grace + TimeSpan.FromSeconds(1));
        }

        for (var p = 0; p < partitions; p++)
        {
            await run.Stream(p).Tidy();
        }
    }

    private async Task<bool> Exists(byte[] file) => await cluster.Storage.Head(ImageBlobs.NameOf(ContentHash.Of(file)), TestContext.Current.CancellationToken) is not null;
}
