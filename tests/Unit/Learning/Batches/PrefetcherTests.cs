using Prcl.Learning.Augmentation;
using Prcl.Learning.Batches;
using Prcl.Learning.Training;
using TorchSharp;
using Xunit;

namespace Prcl.Unit.Learning.Batches;

public sealed class PrefetcherTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public void Steps_come_in_order_and_end()
    {
        var next = 0;
        using var prefetcher = new Prefetcher(_ => next < 20 ? Step(next++) : null);

        Assert.Equal(Enumerable.Range(0, 20), Positions(prefetcher));
    }

    [Fact]
    public void An_error_surfaces_at_the_step_it_belongs_to()
    {
        var next = 0;
        using var prefetcher = new Prefetcher(_ => next < 5 ? Step(next++) : throw new InvalidDataException("camera/7.png is torn"));
        var seen = new List<int>();

        var error = Assert.Throws<InvalidOperationException>(() => Positions(prefetcher, seen));

        Assert.Equal([0, 1, 2, 3, 4], seen);
        Assert.Equal("Loading a batch failed: camera/7.png is torn", error.Message);
        Assert.IsType<InvalidDataException>(error.InnerException);
    }

    [Fact]
    public async Task Disposal_while_the_queue_is_full_ends_the_thread_and_disposes_what_waited()
    {
        var made = new List<StepBatch>();
        using var filled = new SemaphoreSlim(0);
        var prefetcher = new Prefetcher(
            _ =>
            {
                var step = Step(made.Count);
                made.Add(step.Batch);
                filled.Release();
                return step;
            },
            ahead: 2);
        for (var i = 0; i < 3; i++)
        {
            Assert.True(await filled.WaitAsync(TimeSpan.FromSeconds(30), Cancelled));
        }

        await Task.Run(prefetcher.Dispose, Cancelled).WaitAsync(TimeSpan.FromSeconds(30), Cancelled);

        // Two waited, a third one couldn't be handed over, and a fourth was never made.
        Assert.Equal(3, made.Count);
        Assert.All(made, batch => Assert.True(batch.Labelled.Images.IsInvalid));
    }

    [Fact]
    public async Task Disposal_while_loading_waits_for_nobody()
    {
        using var loading = new SemaphoreSlim(0);
        var prefetcher = new Prefetcher(stop =>
        {
            loading.Release();
            stop.WaitHandle.WaitOne();
            stop.ThrowIfCancellationRequested();
            return null;
        });
        Assert.True(await loading.WaitAsync(TimeSpan.FromSeconds(30), Cancelled));

        await Task.Run(prefetcher.Dispose, Cancelled).WaitAsync(TimeSpan.FromSeconds(30), Cancelled);
    }

    [Fact]
    public void A_consumer_that_is_cancelled_stops_waiting()
    {
        using var prefetcher = new Prefetcher(stop =>
        {
            stop.WaitHandle.WaitOne();
            return null;
        });
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();

        Assert.ThrowsAny<OperationCanceledException>(() => prefetcher.Steps(cancelled.Token).First());
    }

    private static LoadedStep Step(int i)
    {
        var labelled = new AugmentedBatch(torch.zeros(1, 3, 4, 4), torch.zeros([1, 4, 4], torch.int64), null);
        return new LoadedStep(new StepPosition(0, i, 0), new StepBatch(labelled, []));
    }

    private static List<int> Positions(Prefetcher prefetcher, List<int>? seen = null)
    {
        seen ??= [];
        foreach (var step in prefetcher.Steps(Cancelled))
        {
            using var batch = step.Batch;
            seen.Add(step.Position.StepInRound);
        }

        return seen;
    }
}
