using Microsoft.Extensions.Logging.Abstractions;
using Prcl.Contracts.Runs;
using Prcl.Grains.Models;
using Prcl.Grains.Rounds;
using Prcl.Grains.Runs;
using Prcl.Unit.Grains.Blobs;
using Prcl.Unit.Grains.Rounds;
using Prcl.Unit.Grains.Simulation;
using Xunit;

namespace Prcl.Unit.Grains.Runs;

/// <summary>A trainer that joins while training is rolled back.</summary>
public sealed class JoinDuringRollBackTests
{
    [Fact]
    public async Task Its_incarnation_is_of_the_epoch_before_and_it_is_told_so()
    {
        var (run, reached, goOn) = (
            new RunRecord(new RunDescription("run", Street.Classes.ToJson(), TestRun.Settings(), DateTime.UnixEpoch, 0)), new TaskCompletionSource(), new TaskCompletionSource());
        var disk = new FaultyBlobStore(new MemoryBlobStore());
        var protocol = new RunProtocol(
            run, new SimulatedState<RunState>(disk, "run", GrainId.Create("run", "run")), new RoundHistory(disk), new ModelStore(disk), new NamedVersions(disk),
            _ => Task.CompletedTask, () => Assert.Fail("stale"), TimeProvider.System, NullLogger.Instance);
        await protocol.Open();
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
    }
}
