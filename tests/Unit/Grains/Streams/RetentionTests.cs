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
        var run = await cluster.Define(("retain-days", "1"), ("retain-share", "100"));
        await run.Stream().Append([.. Enumerable.Range(0, 2500).Select(i => Entry(i))]);
        cluster.Time.Advance(TimeSpan.FromDays(2));

        await run.Stream().Tidy();

        Assert.Equal((0, 2500), ((await run.Stream().Counts()).Stored, (await run.Stream().Counts()).Deleted));
    }

    [Fact]
    public async Task An_image_with_a_time_in_the_future_holds_up_no_other_and_goes_as_one_of_now()
    {
        var run = await cluster.Define(("retain-days", "2"));
        cluster.Time.Jump(TimeSpan.FromDays(100));
        await run.Stream().Append([Entry(0)]);
        cluster.Time.Jump(TimeSpan.FromDays(-100));
        await run.Stream().Append([Entry(1), Entry(2)]);
        cluster.Time.Advance(TimeSpan.FromDays(1));
        await run.Stream().Append([Entry(3)]);
        await run.Stream().Tidy();

        cluster.Time.Advance(TimeSpan.FromDays(1.5));
        await run.Stream().Tidy();
        Assert.Equal((long[])[0, 3], await Sequences(run));

        cluster.Time.Advance(TimeSpan.FromDays(1));
        await run.Stream().Tidy();
        Assert.Empty(await Sequences(run));
    }

    [Fact]
    public async Task Many_at_once_wait_for_a_persons_word_and_go_with_it()
    {
        var run = await cluster.Define(("retain-days", "1"), ("retain-share", "40"));
        await run.Stream().Append([.. Enumerable.Range(0, 11).Select(i => Entry(i))]);
        cluster.Time.Advance(TimeSpan.FromDays(2));
        await run.Stream().Append([.. Enumerable.Range(11, 11).Select(i => Entry(i))]);

        await run.Stream().Tidy();

        const string Why = "11 of 22 unlabelled images are older than retain-days at once, more than retain-share, 40 %";
        var overdue = (await run.Stream().Overdue())!;
        Assert.Equal((11, 22, 1_100_000_000, 10, Why), (overdue.Images, overdue.Unlabelled, overdue.Bytes, overdue.LastSequence, overdue.Reason));
        var counts = await run.Stream().Counts();
        Assert.Equal((22, 11, Why), (counts.Stored, counts.Overdue, counts.Note));

        // Shown, and others have got too old before the word came.
        cluster.Time.Advance(TimeSpan.FromDays(2));
        Assert.Equal(11, await run.Stream().DeleteOverdue(overdue.LastSequence));
        Assert.Equal((11, 11), ((await run.Stream().Counts()).Stored, (await run.Stream().Overdue())!.Images));
        Assert.Equal(11, await run.Stream().DeleteOverdue(21));
        Assert.Equal((0, null), (await run.Stream().DeleteOverdue(21), await run.Stream().Overdue()));
    }

    [Fact]
    public async Task While_the_clock_is_wrong_nothing_goes_for_its_age_and_the_status_says_why()
    {
        var run = await cluster.Define(("retain-days", "1"));
        await run.Stream().Append([Entry(0), Entry(1)]);
        await run.Stream().Tidy();

        cluster.Time.Jump(TimeSpan.FromDays(10));
        try
        {
            await run.Stream().Tidy();
            Assert.Equal((long[])[0, 1], await Sequences(run));
            Assert.StartsWith("the silo's clock was set forward by 240.0 hours while it ran", (await run.Stream().Counts()).Note, StringComparison.Ordinal);
        }
        finally
        {
            cluster.Time.Jump(TimeSpan.FromDays(-10));
        }

        await run.Stream().Tidy();
        Assert.Equal((2, null), ((await run.Stream().Counts()).Stored, (await run.Stream().Counts()).Note));
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
