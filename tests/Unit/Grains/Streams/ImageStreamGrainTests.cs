using Prcl.Contracts;
using Prcl.Contracts.Ingest;
using Prcl.Contracts.Streams;
using Prcl.Grains;
using Xunit;

namespace Prcl.Unit.Grains.Streams;

[Collection(ClusterTests.Name)]
public sealed class ImageStreamGrainTests(GrainCluster cluster)
{
    [Fact]
    public async Task The_log_keeps_the_order_of_the_calls_also_of_concurrent_ones_and_over_a_restart()
    {
        var run = await cluster.Define();
        await Task.WhenAll(Enumerable.Range(0, 20).Select(call => run.Stream().Append([.. Enumerable.Range(0, 5).Select(i => TestRun.Entry(5 * call + i))])));

        var images = await run.Stream().List(0, 1000, false);
        await cluster.Silos.DeactivateAsync(run.Stream());
        var again = await run.Stream().List(0, 1000, false);

        Assert.Equal(Enumerable.Range(0, 100).Select(i => (long)i), images.Select(i => i.Sequence));
        Assert.All(images.Chunk(5), call => Assert.Equal(Enumerable.Range(int.Parse(call[0].Name[6..]), 5).Select(i => $"image-{i}"), call.Select(i => i.Name)));
        Assert.Equal(images, again);
    }

    [Fact]
    public async Task Concurrent_pushes_of_an_image_log_it_once_and_one_of_them_hears_so()
    {
        var run = await cluster.Define();

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => run.Stream().Append([TestRun.Entry(1)])));
        var twice = await run.Stream().Append([TestRun.Entry(2), TestRun.Entry(2)]);

        Assert.Single(answers, a => a[0] == AppendOutcome.Logged);
        Assert.Equal([AppendOutcome.Logged, AppendOutcome.Held], twice);
        Assert.Equal(2, (await run.Stream().Counts()).Stored);
    }

    [Fact]
    public async Task A_label_that_comes_later_turns_the_image_labelled_and_the_latest_wins()
    {
        var run = await cluster.Define();
        await run.Stream().Append([TestRun.Entry(1), TestRun.Entry(2)]);

        Assert.Equal([AppendOutcome.Logged], await run.Stream().Append([TestRun.Entry(1, "first")]));
        Assert.Equal([AppendOutcome.Logged], await run.Stream().Append([TestRun.Entry(1, "second")]));
        Assert.Equal([AppendOutcome.Held], await run.Stream().Append([TestRun.Entry(1, "second")]));
        Assert.Equal([AppendOutcome.Held], await run.Stream().Append([TestRun.Entry(1)]));

        var pool = await run.Stream().Pool(-1);
        Assert.Equal(TestRun.Hash("second"), Assert.Single(pool.Labelled!).LabelSha256);
        Assert.Equal((2, 1, 1), (pool.Counts.Stored, pool.Counts.Labelled, pool.Counts.Backlog));
        Assert.Equal(["image-2"], (await run.Stream().Lease("t", 1, 9)).Select(i => i.Name));
    }

    [Fact]
    public async Task Known_tells_images_and_labels_apart()
    {
        var run = await cluster.Define();
        var (plain, labelled) = (TestRun.Entry(1), TestRun.Entry(2, "label"));
        await run.Stream().Append([plain, labelled]);

        var known = await run.Stream().Known(
        [
            new(plain.Sha256, null), new(plain.Sha256, TestRun.Hash("label")), new(labelled.Sha256, null), new(labelled.Sha256, TestRun.Hash("label")),
            new(labelled.Sha256, TestRun.Hash("other")), new(TestRun.Hash("nothing"), null),
        ]);

        Assert.Equal([true, false, true, true, false, false], known);
    }

    [Fact]
    public async Task No_image_is_leased_twice_while_it_is_held()
    {
        var run = await cluster.Define();
        await run.Stream().Append([.. Enumerable.Range(0, 50).Select(i => TestRun.Entry(i))]);

        var leased = await Task.WhenAll(Enumerable.Range(0, 10).Select(i => run.Stream().Lease($"trainer-{i}", i + 1, 7)));

        var sequences = leased.SelectMany(l => l).Select(i => i.Sequence).ToArray();
        Assert.Equal(Enumerable.Range(0, 50).Select(i => (long)i), sequences.Order());
        Assert.All(leased, l => Assert.Equal(l.Select(i => i.Sequence).Order(), l.Select(i => i.Sequence)));
        var counts = await run.Stream().Counts();
        Assert.Equal((50, 0), (counts.Leased, counts.Backlog));
    }

    [Fact]
    public async Task A_lease_lapses_unless_renewed_and_is_then_somebody_elses()
    {
        var run = await cluster.Define(("lease-seconds", "30"));
        await run.Stream().Append([TestRun.Entry(0), TestRun.Entry(1)]);
        await run.Stream().Lease("a", 1, 2);

        cluster.Time.Advance(TimeSpan.FromSeconds(20));
        Assert.Empty(await run.Stream().Renew("a", 1, [1]));
        cluster.Time.Advance(TimeSpan.FromSeconds(15));

        Assert.Equal([0], (await run.Stream().Lease("b", 2, 9)).Select(i => i.Sequence));
        Assert.Equal((long[])[0], await run.Stream().Renew("a", 1, [0, 1]));
        Assert.Empty(await run.Stream().Renew("b", 2, [0]));
    }

    [Fact]
    public async Task A_restarted_stream_adopts_leases_that_are_renewed()
    {
        var run = await cluster.Define();
        await run.Stream().Append([TestRun.Entry(0), TestRun.Entry(1), TestRun.Entry(2)]);
        await run.Stream().Lease("a", 1, 2);

        await cluster.Silos.DeactivateAsync(run.Stream());

        Assert.Empty(await run.Stream().Renew("a", 1, [0, 1]));
        Assert.Equal([2], (await run.Stream().Lease("b", 2, 9)).Select(i => i.Sequence));
        Assert.Equal((long[])[1], await run.Stream().Renew("b", 2, [1, 2]));
    }

    [Fact]
    public async Task Sequences_that_the_log_does_not_have_are_nobodys()
    {
        var run = await cluster.Define();
        await run.Stream().Append([TestRun.Entry(0)]);

        Assert.Equal((long[])[-1, 7], await run.Stream().Renew("a", 1, [-1, 0, 7]));
        await run.Stream().Return("a", 1, [-1, 7]);
        await run.Stream().Fail("a", 1, -1, "none", 1);
        Assert.Empty(await run.Stream().Lease("b", 2, -3));
    }

    [Fact]
    public async Task A_returned_image_is_the_next_to_be_leased()
    {
        var run = await cluster.Define();
        await run.Stream().Append([TestRun.Entry(0), TestRun.Entry(1), TestRun.Entry(2)]);
        await run.Stream().Lease("a", 1, 2);

        await run.Stream().Return("b", 2, [0]);
        await run.Stream().Return("a", 1, [1]);

        Assert.Equal([1, 2], (await run.Stream().Lease("b", 2, 9)).Select(i => i.Sequence));
    }

    [Fact]
    public async Task A_leased_image_that_gets_a_label_counts_neither_as_backlog_nor_against_it()
    {
        var run = await cluster.Define();
        await run.Stream().Append([TestRun.Entry(0), TestRun.Entry(1)]);
        await run.Stream().Lease("a", 1, 1);

        await run.Stream().Append([TestRun.Entry(0, "label")]);

        var counts = await run.Stream().Counts();
        Assert.Equal((1, 1), (counts.Labelled, counts.Backlog));
    }

    [Fact]
    public async Task The_third_failure_quarantines_and_a_restart_keeps_it()
    {
        var run = await cluster.Define();
        await run.Stream().Append([TestRun.Entry(0), TestRun.Entry(1)]);
        for (var attempt = 1; attempt <= 3; attempt++)
        {
            Assert.Equal(0, (await run.Stream().Lease("a", 1, 1)).Single().Sequence);
            await run.Stream().Fail("a", 1, 0, $"broken {attempt}", attempt);
        }

        await cluster.Silos.DeactivateAsync(run.Stream());

        Assert.Equal("broken 3", Assert.Single(await run.Stream().List(0, 10, onlyQuarantined: true)).Quarantine);
        Assert.Equal([1], (await run.Stream().Lease("a", 1, 9)).Select(i => i.Sequence));
        Assert.Equal(1, (await run.Stream().Counts()).Quarantined);
    }

    [Fact]
    public async Task Trained_marks_come_from_manifests_and_survive_a_restart()
    {
        var run = await cluster.Define();
        await run.Stream().Append([.. Enumerable.Range(0, 5).Select(i => TestRun.Entry(i))]);
        var trainer = await new FakeTrainer(cluster, run, "a").Join();
        await run.Stream().Lease(trainer.Key, trainer.Round.Incarnation, 3);

        await trainer.Commit(trained: [1, 0]);
        var counts = await Patience.Until(run.Stream().Counts, c => c.Trained == 2);
        await cluster.Silos.DeactivateAsync(run.Stream());

        Assert.Equal((1, 2), (counts.Leased, counts.Backlog));
        Assert.Equal([true, true, false, false, false], (await run.Stream().List(0, 9, false)).Select(i => i.Trained));
        Assert.Equal([0, 1], (await run.Stream().Pool(-1)).Trained!.Select(i => i.Sequence));
        Assert.Equal((long[])[0], await run.Stream().Renew(trainer.Key, trainer.Round.Incarnation, [0, 2]));
        await run.Stream().CatchUp(1);
        await Assert.ThrowsAsync<StaleActivationException>(() => run.Stream().CatchUp(7));
        Assert.Equal(2, (await run.Stream().Counts()).Trained);
    }

    [Fact]
    public async Task An_unchanged_pool_is_answered_without_its_lists()
    {
        var run = await cluster.Define();
        await run.Stream().Append([TestRun.Entry(0, "label")]);
        var pool = await run.Stream().Pool(-1);

        var same = await run.Stream().Pool(pool.Revision);
        await run.Stream().Append([TestRun.Entry(1, "label")]);
        var other = await run.Stream().Pool(pool.Revision);

        Assert.Null(same.Labelled);
        Assert.Null(same.Trained);
        Assert.Equal(2, other.Labelled!.Length);
    }

    [Theory]
    [InlineData(-2)]
    [InlineData(0)]
    public async Task Who_has_asked_before_is_told_labelled_images_again_but_not_what_it_may_replay(long known)
    {
        var run = await cluster.Define();
        await run.Stream().Append([TestRun.Entry(0), TestRun.Entry(1, "label")]);
        await (await new FakeTrainer(cluster, run, "a").Join()).Commit(trained: [0]);
        await Patience.Until(run.Stream().Counts, c => c.Trained == 1);

        var (first, next) = (await run.Stream().Pool(-1), await run.Stream().Pool(known));

        Assert.Equal([0], first.Trained!.Select(i => i.Sequence));
        Assert.Null(next.Trained);
        Assert.Equal([1], next.Labelled!.Select(i => i.Sequence));
    }

    [Fact]
    public async Task Evaluation_images_are_never_leased_and_in_no_pool()
    {
        var run = await cluster.Define();
        await run.Stream().Append([TestRun.Entry(0, "label", ImagePurpose.Evaluate), TestRun.Entry(1)]);

        Assert.Equal([1], (await run.Stream().Lease("a", 1, 9)).Select(i => i.Sequence));
        var pool = await run.Stream().Pool(-1);
        Assert.Empty(pool.Labelled!);
        Assert.Empty(pool.Trained!);
        Assert.Equal([0], (await run.Stream().Evaluation()).Select(i => i.Sequence));
        Assert.Equal((2, 0, 1, 0), (pool.Counts.Stored, pool.Counts.Labelled, pool.Counts.Evaluation, pool.Counts.Backlog));
    }

    [Theory]
    [InlineData(ImagePurpose.Train, ImagePurpose.Evaluate)]
    [InlineData(ImagePurpose.Evaluate, ImagePurpose.Train)]
    public async Task An_image_keeps_its_first_purpose_and_takes_no_label_of_another(ImagePurpose first, ImagePurpose second)
    {
        var run = await cluster.Define();
        await run.Stream().Append([TestRun.Entry(0, first == ImagePurpose.Train ? null : "label", first)]);
        var before = await run.Stream().List(0, 9, false);

        Assert.Equal([AppendOutcome.OtherPurpose], await run.Stream().Append([TestRun.Entry(0, "other label", second)]));

        Assert.Equal(before, await run.Stream().List(0, 9, false));
    }

    [Fact]
    public async Task A_stream_that_the_run_does_not_have_is_refused_by_name()
    {
        var run = await cluster.Define(("partitions", "2"));

        await run.Stream(1).Counts();
        var beyond = await Assert.ThrowsAsync<PrclRequestException>(() => run.Stream(2).Counts());
        var nothing = await Assert.ThrowsAsync<PrclRequestException>(() => cluster.Grains.GetGrain<IImageStreamGrain>("no-run/0").Counts());
        var odd = await Assert.ThrowsAsync<PrclRequestException>(() => cluster.Grains.GetGrain<IImageStreamGrain>($"{run.Name}/x").Counts());

        Assert.Contains("2 partitions", beyond.Message, StringComparison.Ordinal);
        Assert.Contains("no-run", nothing.Message, StringComparison.Ordinal);
        Assert.Contains("partition", odd.Message, StringComparison.Ordinal);
    }
}
