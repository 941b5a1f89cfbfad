using Microsoft.Extensions.Logging;
using Prcl.Contracts.Runs;

namespace Prcl.Grains.Trainers;

/// <summary>
/// How a trainer leaves its run: what it holds goes back to the stream, and the run is told. What can't be told is lost without harm: leases
/// lapse, and a report that is in will be committed.
/// </summary>
/// <param name="key">The trainer.</param>
/// <param name="run">Its run.</param>
/// <param name="time">Tells the time.</param>
/// <param name="logger">Where it is told what wasn't heard.</param>
internal sealed partial class TrainerDeparture(string key, IRunGrain run, TimeProvider time, ILogger logger)
{
    /// <summary>Hands in the round, then leaves.</summary>
    /// <param name="round">The round at hand.</param>
    /// <param name="leases">What the trainer holds.</param>
    /// <param name="endRound">Hands in.</param>
    /// <param name="longest">How long handing in may take.</param>
    public async Task Leave(RoundAssignment round, StreamLeases leases, Func<CancellationToken, Task> endRound, TimeSpan longest)
    {
        using var patience = new CancellationTokenSource(longest, time);
        try
        {
            await endRound(patience.Token);
            await leases.ReturnAll();
            await run.Leave(key, round.Incarnation, "drained");
        }
        catch (Exception failure) when (Transient.Is(failure) || failure is OperationCanceledException)
        {
            LogUnheard(key, failure.Message);
        }
    }

    /// <summary>Tells that the trainer has failed, until it is heard, since the run would wait for one that isn't coming; then gives back what it holds.</summary>
    /// <param name="round">The round at hand; null when it has joined none.</param>
    /// <param name="leases">What the trainer holds; null: nothing.</param>
    /// <param name="reason">Why.</param>
    /// <param name="stop">Gives up.</param>
    /// <returns>Whether the run goes on without it, as far as is known.</returns>
    public async Task<bool> Fail(RoundAssignment? round, StreamLeases? leases, string reason, CancellationToken stop)
    {
        var goesOn = await Heard(() => round is null ? Task.FromResult(false) : Transient.Retry(() => run.Fail(key, round.Incarnation, reason), time, stop), unheard: true);
        await Heard(() => leases is null ? Task.FromResult(true) : GiveBack(leases), unheard: false);
        return goesOn;
    }

    private static async Task<bool> GiveBack(StreamLeases leases)
    {
        await leases.ReturnAll();
        return true;
    }

    private async Task<bool> Heard(Func<Task<bool>> call, bool unheard)
    {
        try
        {
            return await call();
        }
        catch (Exception failure)
        {
            LogUnheard(key, failure.Message);
            return unheard;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Trainer {Trainer} left without being heard: {Reason}")]
    private partial void LogUnheard(string trainer, string reason);
}
