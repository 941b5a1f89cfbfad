using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Prcl.Contracts.Runs;
using Prcl.Grains.Blobs;
using Prcl.Grains.Models;
using Prcl.Grains.Rounds;
using Prcl.Grains.Runs;
using Prcl.Unit.Grains.Rounds;
using Prcl.Unit.Grains.Simulation;

namespace Prcl.Unit.Grains.Runs;

/// <summary>One activation of a run without a grain around it: nothing ticks, and nothing else is called than what a test calls.</summary>
internal sealed class LoneRun
{
    public static readonly RunRecord Run = new(new RunDescription("run", Street.Classes.ToJson(), TestRun.Settings(), DateTime.UnixEpoch, 0));

    private readonly SimulatedState<RunState> _state;

    private LoneRun(IBlobStore disk, IVersionMaker? versions, Func<long, Task>? fold, TimeProvider? time, ILogger? logger)
    {
        _state = new SimulatedState<RunState>(disk, "run", GrainId.Create("run", "run"));
        Protocol = new RunProtocol(
            Run, _state, new RoundHistory(disk), new ModelStore(disk), versions ?? new NamedVersions(disk), fold ?? (_ => Task.CompletedTask),
            () => HasLeft = true, time ?? TimeProvider.System, logger ?? NullLogger.Instance);
    }

    public RunProtocol Protocol { get; }

    public RunState State => _state.State;

    /// <summary>Whether it was told that another activation has taken over.</summary>
    public bool HasLeft { get; private set; }

    /// <summary>Comes up on what is stored.</summary>
    public static async Task<LoneRun> On(IBlobStore disk, IVersionMaker? versions = null, Func<long, Task>? fold = null, TimeProvider? time = null, ILogger? logger = null)
    {
        var run = new LoneRun(disk, versions, fold, time, logger);
        await run._state.ReadStateAsync();
        await run.Protocol.Open();
        return run;
    }

    /// <summary>A trainer joins and has a report of the open round.</summary>
    public async Task<RoundReport> Join(string trainer)
    {
        var key = $"run/{trainer}/cpu";
        var round = await Protocol.Join(key);
        return new RoundReport(key, round.Incarnation, round.Epoch, round.Round, ModelStore.Weights("run", round.Round, round.Incarnation), 5, 20, []);
    }

    /// <summary>Hands it in; nobody waits for the commit.</summary>
    public Task<RoundAssignment> HandIn(RoundReport report) => Protocol.HandIn(report, _ => Task.CompletedTask);
}
