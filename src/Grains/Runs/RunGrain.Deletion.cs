using Microsoft.Extensions.Logging;
using Prcl.Contracts;
using Prcl.Contracts.Runs;
using Prcl.Grains.Damage;
using Prcl.Grains.Removal;
using Prcl.Grains.Trainers;

namespace Prcl.Grains.Runs;

/// <content>The end of a run: one blob says that it is deleted, everything else follows.</content>
public sealed partial class RunGrain
{
    private static readonly TimeSpan Slack = TimeSpan.FromMilliseconds(500);

    /// <inheritdoc/>
    public async Task<RunFootprint> Footprint()
    {
        var (survey, (protocol, run)) = (new RunSurvey(GrainFactory, Run, time), (Protocol, Run));
        var (images, _) = await survey.Images();
        return new RunFootprint(
            run.Description.Generation, images.Stored, images.Bytes, await runs.Bytes(run), protocol.Versions.Kept.Count, protocol.Rounds.Members.Live.Count);
    }

    /// <inheritdoc/>
    public async Task Delete(int generation)
    {
        if (generation < _generation)
        {
            // An earlier try has done it.
            return;
        }

        var run = Run;
        if (generation > _generation)
        {
            throw new PrclRequestException($"Run '{Name}' is the one of generation {_generation}, not {generation}.") { Code = RequestErrorCode.Overtaken };
        }

        await runs.Delete(run);
        LogDeleted(Name, generation);
        await Leave();
        await MakeWay(run);
        GrainFactory.GetGrain<IRunSweepGrain>(run.Id).Sweep().Ignore();

        // Other silos have heard of it by then: whoever is answered and creates another one finds nobody who takes it for this one.
        await Task.Delay(RunStore.Memory + Slack, time);
    }

    // Whoever isn't reached notices by himself, and makes way before another run of the name begins.
    private async Task MakeWay(RunRecord run)
    {
        try
        {
            await new RunSurvey(GrainFactory, run, time).MakeWay(run.Description.Generation + 1).WaitAsync(HandInPatience, time);
        }
        catch (Exception failure) when (Transient.Is(failure) || Damages.Is(failure))
        {
            LogNotReached(Name, failure.Message);
        }
    }

    // The run is gone: from here on this activation knows none.
    private async Task Leave()
    {
        var protocol = _protocol;
        (_run, _protocol) = (null, null);
        DeactivateOnIdle();
        refusals.Forget(Name);
        if (protocol is not null)
        {
            await protocol.End();
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Run {Run} is deleted (generation {Generation})")]
    private partial void LogDeleted(string run, int generation);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Run {Run} is deleted, but not all of its grains have heard of it: {Reason}")]
    private partial void LogNotReached(string run, string reason);
}
