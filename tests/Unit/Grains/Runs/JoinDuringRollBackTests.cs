using Prcl.Unit.Grains.Blobs;
using Xunit;

namespace Prcl.Unit.Grains.Runs;

/// <summary>A trainer that joins while training is rolled back.</summary>
public sealed class JoinDuringRollBackTests
{
    [Fact]
    public async Task Its_incarnation_is_of_the_epoch_before_and_it_is_told_so()
    {
        var (reached, goOn) = (new TaskCompletionSource(), new TaskCompletionSource());
        var disk = new FaultyBlobStore(new MemoryBlobStore());
        var run = await LoneRun.On(disk);
        var protocol = run.Protocol;
        disk.Hold = (operation, name) =>
        {
            if (operation != "Write" || !name.StartsWith("state/", StringComparison.Ordinal))
            {
                return Task.CompletedTask;
            }

            reached.TrySetResult();
            return goOn.Task;
        };

        var joining = protocol.Join("run/a/cpu");
        await reached.Task;
        var rolledBack = protocol.RollBack(0, 0);
        goOn.SetResult();

        Assert.Equal(1, (await rolledBack).Epoch);
        Assert.True((await joining).Fenced);
        Assert.Empty(protocol.Rounds.Members.Live);
        Assert.False((await protocol.Join("run/a/cpu")).Fenced);
        Assert.False(run.HasLeft);
    }
}
