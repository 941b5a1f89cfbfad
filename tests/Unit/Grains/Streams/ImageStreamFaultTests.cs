using Prcl.Contracts.Ingest;
using Prcl.Grains.Blobs;
using Prcl.Grains.Logs;
using Prcl.Grains.Streams;
using Prcl.Unit.Grains.Blobs;
using Xunit;

namespace Prcl.Unit.Grains.Streams;

/// <summary>Streams over storage that fails.</summary>
[Collection(ClusterTests.Name)]
public sealed class ImageStreamFaultTests(GrainCluster cluster)
{
    [Theory]
    [InlineData(Fault.Fails)]
    [InlineData(Fault.LosesReply)]
    [InlineData(Fault.Tears)]
    [InlineData(Fault.DiskFull)]
    public async Task A_push_that_storage_fails_asks_to_try_again_and_the_repeat_stores_exactly_once(Fault fault)
    {
        var run = await cluster.Define();
        await run.Store(Street.Unlabelled(0));
        using (LogFails(run, fault))
        {
            var refused = await run.Ingest.Push([Street.Unlabelled(1), Street.Labelled(2)]);

            Assert.All(refused, reply => Assert.Equal(IngestOutcome.StorageUnavailable, reply.Outcome));
            Assert.All(refused, reply => Assert.True(reply.RetryAfter > TimeSpan.Zero));
            Assert.Contains("frame-1.png", refused[0].Message, StringComparison.Ordinal);
        }

        var repeat = await run.Ingest.Push([Street.Unlabelled(1), Street.Labelled(2)]);
        await cluster.Silos.DeactivateAsync(run.Stream());

        Assert.All(repeat, reply => Assert.True(reply.Outcome is IngestOutcome.Stored or IngestOutcome.AlreadyStored, reply.Message));
        Assert.Equal(["frame-0.png", "frame-1.png", "frame-2.png"], (await run.Stream().List(0, 9, false)).Select(i => i.Name));
        Assert.Equal(1, (await run.Stream().Counts()).Labelled);
    }

    [Fact]
    public async Task Many_pushes_over_a_shaky_storage_are_each_stored_once()
    {
        var run = await cluster.Define();
        var appends = 0;
        using (cluster.Fail((operation, name) => operation == "Append" && name.StartsWith($"runs/{run.Name}/", StringComparison.Ordinal)
            ? (Interlocked.Increment(ref appends) % 4) switch { 0 => Fault.LosesReply, 2 => Fault.Fails, _ => Fault.None }
            : Fault.None))
        {
            await Task.WhenAll(Enumerable.Range(0, 30).Select(async i =>
            {
                for (var isDone = false; !isDone;)
                {
                    try
                    {
                        await run.Stream().Append([TestRun.Entry(i), TestRun.Entry(i + 1)]);
                        isDone = true;
                    }
                    catch (BlobStorageException)
                    {
                        // As a client does after Retry-After.
                    }
                }
            }));
        }

        await cluster.Silos.DeactivateAsync(run.Stream());

        Assert.Equal(Enumerable.Range(0, 31).Select(i => $"image-{i}").Order(), (await run.Stream().List(0, 99, false)).Select(i => i.Name).Order());
    }

    [Fact]
    public async Task A_label_whose_append_failed_is_logged_by_the_repeat()
    {
        var run = await cluster.Define();
        await run.Stream().Append([TestRun.Entry(0)]);
        using (LogFails(run, Fault.Fails))
        {
            var failure = await Assert.ThrowsAsync<BlobStorageException>(() => run.Stream().Append([TestRun.Entry(0, "label")]));

            // What a caller in another process needs has come with it.
            Assert.Equal((true, false, "Append"), (failure.IsRetryable, failure.IsDiskFull, failure.Operation));
        }

        await run.Stream().Append([TestRun.Entry(0, "label")]);
        await cluster.Silos.DeactivateAsync(run.Stream());

        Assert.Equal(TestRun.Hash("label"), (await run.Stream().List(0, 9, false)).Single().LabelSha256);
    }

    [Fact]
    public async Task A_quarantine_that_storage_failed_is_made_good_by_the_next_failure()
    {
        var run = await cluster.Define();
        await run.Stream().Append([TestRun.Entry(0)]);
        await run.Stream().Fail("a", 1, 0, "broken", 1);
        await run.Stream().Fail("a", 1, 0, "broken", 2);
        using (LogFails(run, Fault.Fails))
        {
            await Assert.ThrowsAsync<BlobStorageException>(() => run.Stream().Fail("a", 1, 0, "broken", 3));
        }

        await run.Stream().Fail("a", 1, 0, "broken", 3);

        Assert.Equal(1, (await run.Stream().Counts()).Quarantined);
        await cluster.Silos.DeactivateAsync(run.Stream());
        Assert.Equal(1, (await run.Stream().Counts()).Quarantined);
    }

    [Fact]
    public async Task A_second_writer_of_the_log_makes_the_first_step_down()
    {
        var run = await cluster.Define();
        await run.Stream().Append([TestRun.Entry(0)]);
        var other = await AppendLog.Open(
            cluster.Storage, $"runs/{run.Name}/stream/0000", new AppendLogOptions(), _ => { }, TestContext.Current.CancellationToken);
        await other.Append([new StreamRecord
        {
            Image = new ImageLogged(TestRun.Entry(1).Sha256, null, "image-1", "day", ImagePurpose.Train, 80, 72, DateTime.UnixEpoch),
        }.Encode()], TestContext.Current.CancellationToken);

        await Assert.ThrowsAsync<LogConflictException>(() => run.Stream().Append([TestRun.Entry(2)]));

        // The next activation has read what the other wrote.
        await Patience.Until(async () => await Record.ExceptionAsync(() => run.Stream().Append([TestRun.Entry(2)])), failure => failure is null);
        Assert.Equal(["image-0", "image-1", "image-2"], (await run.Stream().List(0, 9, false)).Select(i => i.Name));
    }

    [Fact]
    public async Task Marks_that_could_not_be_saved_are_not_counted_as_folded()
    {
        var run = await cluster.Define();
        await run.Stream().Append([TestRun.Entry(0)]);
        var trainer = await new FakeTrainer(cluster, run, "a").Join();
        using (cluster.Fail((operation, name) => operation == "Write" && name.EndsWith($"/stream/{run.Name}_2F0", StringComparison.Ordinal)
            ? Fault.Fails
            : Fault.None))
        {
            await trainer.Commit(trained: [0]);
            await Assert.ThrowsAsync<OrleansException>(() => run.Stream().CatchUp(1));
            await Assert.ThrowsAsync<OrleansException>(() => run.Stream().CatchUp(1));
        }

        await run.Stream().CatchUp(1);
        await cluster.Silos.DeactivateAsync(run.Stream());
        Assert.True((await run.Stream().List(0, 9, false)).Single().Trained);
    }

    private IDisposable LogFails(TestRun run, Fault fault) => cluster.Fail((operation, name) =>
        operation == "Append" && name.StartsWith($"runs/{run.Name}/stream/", StringComparison.Ordinal) ? fault : Fault.None);
}
