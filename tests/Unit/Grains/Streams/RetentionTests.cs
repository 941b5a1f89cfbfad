using Prcl.Contracts.Ingest;
using Prcl.Contracts.Streams;
using Xunit;

namespace Prcl.Unit.Grains.Streams;

/// <summary>Runs keep unlabelled images for a time, or up to a size.</summary>
[Collection(ClusterTests.Name)]
public sealed class RetentionTests(GrainCluster cluster)
{
    [Fact]
    public async Task Unlabelled_images_go_when_they_are_too_old_and_the_others_stay()
    {
        var run = await cluster.Define(("retain-days", "2"));
        await run.Stream().Append([Entry(0), Entry(1, "label"), Entry(2, "label", ImagePurpose.Evaluate), Entry(3)]);
        var trainer = await new FakeTrainer(cluster, run, "a").Join();
        await trainer.Commit(trained: [3]);
        await run.Stream().CatchUp(1);
        cluster.Time.Advance(TimeSpan.FromDays(1));
        await run.Stream().Append([Entry(4)]);

        await run.Stream().Tidy();
        Assert.Equal(5, (await run.Stream().Counts()).Stored);
        cluster.Time.Advance(TimeSpan.FromDays(1.1));
        await run.Stream().Tidy();

        Assert.Equal((long[])[1, 2, 4], await Sequences(run));
        await cluster.Silos.DeactivateAsync(run.Stream());
        Assert.Equal((long[])[1, 2, 4], await Sequences(run));
        cluster.Time.Advance(TimeSpan.FromDays(1000));
        await run.Stream().Tidy();
        Assert.Equal((long[])[1, 2], await Sequences(run));
    }

    [Fact]
    public async Task The_oldest_unlabelled_images_go_when_all_are_too_large()
    {
        var run = await cluster.Define(("retain-gigabytes", "0.5"));
        await run.Stream().Append([Entry(0, "label"), .. Enumerable.Range(1, 6).Select(i => Entry(i))]);

        await run.Stream().Tidy();

        // Five of 0.1 GB each; the labelled one doesn't count.
        Assert.Equal((long[])[0, 2, 3, 4, 5, 6], await Sequences(run));
        await run.Stream().Append([Entry(2, "label"), Entry(7), Entry(8)]);
        await run.Stream().Tidy();
        Assert.Equal((long[])[0, 2, 4, 5, 6, 7, 8], await Sequences(run));
    }

    [Fact]
    public async Task The_size_is_shared_evenly_among_the_partitions()
    {
        var run = await cluster.Define(("retain-gigabytes", "0.5"), ("partitions", "2"));
        await run.Stream(1).Append([.. Enumerable.Range(0, 4).Select(i => Entry(i))]);

        await run.Stream(1).Tidy();

        Assert.Equal(2, (await run.Stream(1).Counts()).Stored);
    }

    [Fact]
    public async Task An_image_that_a_trainer_holds_stays_while_it_does()
    {
        var run = await cluster.Define(("retain-days", "1"), ("lease-seconds", "60"));
        await run.Stream().Append([Entry(0), Entry(1)]);
        cluster.Time.Advance(TimeSpan.FromDays(2));
        await run.Stream().Lease("a", 1, 1);

        await run.Stream().Tidy();
        Assert.Equal((long[])[0], await Sequences(run));

        cluster.Time.Advance(TimeSpan.FromSeconds(61));
        await run.Stream().Tidy();
        Assert.Empty(await Sequences(run));
    }

    [Fact]
    public async Task More_than_one_batch_goes_at_once()
    {
        var run = await cluster.Define(("retain-days", "1"));
        await run.Stream().Append([.. Enumerable.Range(0, 2500).Select(i => Entry(i))]);
        cluster.Time.Advance(TimeSpan.FromDays(2));

        await run.Stream().Tidy();

        Assert.Equal((0, 2500), ((await run.Stream().Counts()).Stored, (await run.Stream().Counts()).Deleted));
    }

    [Fact]
    public async Task Without_a_limit_everything_stays()
    {
        var run = await cluster.Define();
        await run.Stream().Append([Entry(0)]);
        cluster.Time.Advance(TimeSpan.FromDays(10_000));

        await run.Stream().Tidy();

        Assert.Equal((long[])[0], await Sequences(run));
    }

    private static ImageEntry Entry(int number, string? label = null, ImagePurpose purpose = ImagePurpose.Train) =>
        TestRun.Entry(number, label, purpose) with { Bytes = 100_000_000 };

    private static async Task<long[]> Sequences(TestRun run) => [.. (await run.Stream().List(0, 9999, false)).Select(i => i.Sequence)];
}
