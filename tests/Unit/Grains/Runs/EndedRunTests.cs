using Prcl.Unit.Grains.Blobs;
using Xunit;

namespace Prcl.Unit.Grains.Runs;

/// <summary>An activation that ends while others still fold what it has committed.</summary>
public sealed class EndedRunTests
{
    private readonly FaultyBlobStore _disk = new(new MemoryBlobStore());

    [Fact]
    public async Task Nothing_is_saved_that_would_surprise_the_next_activation()
    {
        var folding = new TaskCompletionSource();
        await Ended(folding.Task);
        var next = await LoneRun.On(_disk);

        folding.SetResult();

        await next.Protocol.Stop();
        Assert.Equal((1L, false), (next.Protocol.Rounds.Round, next.HasLeft));
    }

    [Fact]
    public async Task A_failure_of_what_follows_the_commit_does_not_fail_the_run()
    {
        var folding = new TaskCompletionSource();
        var run = await Ended(folding.Task);

        folding.SetException(new InvalidDataException("asked by an activation that is no more"));

        Assert.Null(run.State.Failure);
    }

    [Fact]
    public async Task It_ends_when_what_is_being_saved_is_saved()
    {
        var (reached, goOn) = (new TaskCompletionSource(), new TaskCompletionSource());
        var run = await LoneRun.On(_disk);
        _disk.Hold = (_, _) =>
        {
            reached.TrySetResult();
            return goOn.Task;
        };
        var stopping = run.Protocol.Stop();
        await reached.Task;

        var ending = run.Protocol.End();
        Assert.False(ending.IsCompleted);
        goOn.SetResult();

        await ending;
        Assert.True(stopping.IsCompleted);
    }

    // It has committed a round.
    private async Task<LoneRun> Ended(Task folding)
    {
        var run = await LoneRun.On(_disk, fold: _ => folding);
        await run.HandIn(await run.Join("a"));
        await run.Protocol.End();
        return run;
    }
}
