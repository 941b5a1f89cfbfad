using Prcl.Contracts.Runs;
using Prcl.Grains;
using Prcl.Grains.Models;
using Prcl.Grains.Prototypes;
using Prcl.Grains.Rounds;
using Prcl.Unit.Grains.Blobs;
using Prcl.Unit.Grains.Rounds;
using Xunit;

namespace Prcl.Unit.Grains.Runs;

/// <summary>What a run needs is gone: because another activation has retired it, or really.</summary>
public sealed class OvertakenRunTests
{
    private readonly MemoryBlobStore _disk = new();

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public async Task A_run_whose_reports_were_retired_by_another_one_has_not_failed(int removed)
    {
        var (sleeper, a, b) = await AboutToClose();
        await CommitElsewhere(4, removed);

        await sleeper.HandIn(a);
        await sleeper.HandIn(b);

        // It adopts what has been committed, and leaves where that can't be followed any more.
        Assert.Null(sleeper.State.Failure);
        Assert.Equal((removed > 0, removed > 0 ? 0 : 4), (sleeper.HasLeft, (int)sleeper.Protocol.Rounds.Round));
        Assert.Null((await LoneRun.On(_disk)).State.Failure);
    }

    [Fact]
    public async Task A_run_whose_reports_are_gone_while_nobody_has_overtaken_it_has_failed()
    {
        var (run, a, b) = await AboutToClose();

        await run.HandIn(a);
        await run.HandIn(b);

        Assert.Contains(a.ReportBlob, run.State.Failure, StringComparison.Ordinal);
        Assert.False(run.HasLeft);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_prototype_that_was_overtaken_does_not_fail_the_run_a_broken_one_does(bool isOvertaken)
    {
        var run = await LoneRun.On(
            _disk, fold: _ => throw (isOvertaken ? new StaleActivationException("another one has folded it") : new InvalidDataException("its sums aren't there")));

        await run.HandIn(await run.Join("a"));

        Assert.Equal(1, run.Protocol.Rounds.Round);
        Assert.Equal(isOvertaken, run.State.Failure is null);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task A_round_that_was_removed_and_written_again_is_not_followed(int removed)
    {
        var sleeper = new RoundKeeper(LoneRun.Run, new RoundHistory(_disk), new NamedVersions(_disk), TimeProvider.System, _ => { });
        await sleeper.Open(0);
        await CommitElsewhere(4, removed);
        await new RoundHistory(_disk).Commit("run", new RoundManifest(0, removed - 1, "ghost", 1, 1, DateTime.UnixEpoch, [], null, Guid.NewGuid()));
        var closed = sleeper.Closed;

        await Assert.ThrowsAsync<StaleActivationException>(() => sleeper.Follow(removed));
        await Assert.ThrowsAsync<StaleActivationException>(() => sleeper.Follow(4));
        await Assert.ThrowsAsync<StaleActivationException>(sleeper.Follow);

        Assert.Equal((0L, false), (sleeper.Round, closed.IsCompleted));
    }

    // Two reports whose weights nobody has written: averaging them reads what isn't there.
    private async Task<(LoneRun Run, RoundReport A, RoundReport B)> AboutToClose()
    {
        var run = await LoneRun.On(_disk, new ModelAverager(new ModelStore(_disk), new SumsReader(new ModelStore(_disk))));
        return (run, await run.Join("a"), await run.Join("b"));
    }

    private async Task CommitElsewhere(int rounds, int removed)
    {
        var history = new RoundHistory(_disk);
        var other = new RoundKeeper(LoneRun.Run, history, new NamedVersions(_disk), TimeProvider.System, _ => { });
        await other.Open(0);
        for (var round = 0; round < rounds; round++)
        {
            other.Take(new RoundReport("run/a/cpu", 1, 0, round, ModelStore.Weights("run", round, 1), 5, 20, []));
            Assert.True(await other.CloseIfPossible());
        }

        for (var round = 0; round < removed; round++)
        {
            await history.Remove("run", round);
        }
    }
}
