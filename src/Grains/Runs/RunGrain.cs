using System.Diagnostics;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Orleans.Concurrency;
using Orleans.Storage;
using Prcl.Contracts;
using Prcl.Contracts.Runs;
using Prcl.Grains.Ingest;
using Prcl.Grains.Metrics;
using Prcl.Grains.Models;
using Prcl.Grains.Roles;
using Prcl.Grains.Rounds;

namespace Prcl.Grains.Runs;

/// <summary>
/// One run: membership by lease, the open round, versions and aliases. A round closes by one conditional write of its
/// manifest; everything else here can be lost and is found again. Reentrant: closing a round must not stop renewals.
/// </summary>
[Reentrant]
[RequiresRole(SiloRoles.State)]
public sealed partial class RunGrain(
    [PersistentState("run", GrainStateStore.Name)] IPersistentState<RunState> state,
    RunStore runs,
    RoundHistory rounds,
    ModelStore models,
    IVersionMaker versions,
    RunCreation creation,
    RefusalCounters refusals,
    TimeProvider time,
    ILogger<RunGrain> logger) : Grain, IRunGrain
{
    private static readonly TimeSpan HandInPatience = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(1);

    private RunRecord? _run;
    private RoundKeeper? _rounds;
    private Task _saving = Task.CompletedTask;
    private Task _creating = Task.CompletedTask;
    private Task _folding = Task.CompletedTask;
    private long _foldedBelow;

    private string Name => this.GetPrimaryKeyString();

    private RunRecord Run => _run ?? throw new PrclRequestException($"There is no run '{Name}'.");

    private RoundKeeper Rounds => _rounds ?? throw new PrclRequestException($"There is no run '{Name}'.");

    private Incarnations Incarnations => new(state.State);

    private VersionBook Versions => new(Name, state.State);

    private ModelVersion Newest => new(Rounds.Round, Rounds.ModelBlob, Rounds.Last?.Clock ?? 0);

    /// <inheritdoc/>
    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        var since = Stopwatch.GetTimestamp();
        _run = await runs.Find(Name);
        if (_run is not null)
        {
            await Open(_run);
            GrainMeters.Recovered("run", since);
        }
    }

    /// <inheritdoc/>
    public async Task<RunDescription> Create(RunRequest request)
    {
        // Calls interleave; the first request makes the run, the others are compared with it.
        while (_run is null)
        {
            if (_creating.IsCompleted)
            {
                await (_creating = Make(request));
            }
            else
            {
                await _creating.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
            }
        }

        RunCreation.RequireSame(_run, request);
        return _run.Description;
    }

    /// <inheritdoc/>
    public Task<RunDescription?> Describe() => Task.FromResult(_run?.Description);

    /// <inheritdoc/>
    public async Task<RunStatus> Status()
    {
        var run = Run;
        var survey = new RunSurvey(GrainFactory, run, time);
        var images = await survey.Images();
        var trainers = await survey.Trainers(Rounds.Members.Live);
        var (phase, reason) = RunSurvey.Phase(state.State, trainers);
        var aliases = state.State.Aliases.ToDictionary(a => a.Key, a => a.Value.Version, StringComparer.Ordinal);
        aliases[VersionBook.Latest] = Rounds.Round;
        return new RunStatus(Name, phase, reason, Rounds.Round, Rounds.Round, Rounds.Last?.Clock ?? 0, images, trainers, aliases, refusals.Of(Name), RunSurvey.Traffic(trainers));
    }

    /// <inheritdoc/>
    public async Task Start()
    {
        _ = Run;
        (state.State.Stopped, state.State.Failure, _foldedBelow) = (false, null, 0);
        await Save();
    }

    /// <inheritdoc/>
    public async Task Stop()
    {
        _ = Run;
        state.State.Stopped = true;
        await Save();
    }

    /// <inheritdoc/>
    public async Task<RoundAssignment> Join(string trainer)
    {
        _ = Run;
        var incarnation = Incarnations.Next(trainer, Rounds.Members.Live);
        await Save();
        Rounds.Members.Renew(trainer, incarnation);
        LogJoined(Name, trainer, incarnation);
        return Assignment(incarnation, fenced: false);
    }

    /// <inheritdoc/>
    public async Task<RoundAssignment> Renew(string trainer, long incarnation)
    {
        _ = Run;
        var isMember = Incarnations.IsCurrent(trainer, incarnation);
        if (isMember)
        {
            Rounds.Members.Renew(trainer, incarnation);
        }

        await CloseIfPossible();
        return Assignment(incarnation, fenced: !isMember);
    }

    /// <inheritdoc/>
    public async Task<RoundAssignment> HandIn(RoundReport report)
    {
        _ = Run;
        if (!Incarnations.IsCurrent(report.Trainer, report.Incarnation) || report.Epoch != Run.Description.Epoch)
        {
            return Assignment(report.Incarnation, fenced: true);
        }

        Rounds.Members.Renew(report.Trainer, report.Incarnation);
        Rounds.Take(report);
        if (report.Round == Rounds.Round)
        {
            var closed = Rounds.Closed;
            await CloseIfPossible();

            // Others may still be at work: the caller asks again after a while.
            await Task.WhenAny(closed, Task.Delay(HandInPatience, time));
        }

        return Assignment(report.Incarnation, fenced: false);
    }

    /// <inheritdoc/>
    public async Task Leave(string trainer, long incarnation, string reason)
    {
        _ = Run;
        if (Incarnations.IsCurrent(trainer, incarnation))
        {
            LogLeft(Name, trainer, reason);
            Rounds.Members.Remove(trainer);
            await CloseIfPossible();
        }
    }

    /// <inheritdoc/>
    public async Task Fail(string trainer, long incarnation, string reason)
    {
        _ = Run;
        if (Incarnations.IsCurrent(trainer, incarnation))
        {
            Rounds.Members.Remove(trainer);
            Stop(trainer, reason);
            await Save();
            await CloseIfPossible();
        }
    }

    /// <inheritdoc/>
    public Task<RoundAssignment> Current()
    {
        _ = Run;
        return Task.FromResult(Assignment(0, fenced: false));
    }

    /// <inheritdoc/>
    public async Task<string?> Manifest(long round) =>
        await rounds.Find(Run.Description.Name, round) is { } manifest ? JsonSerializer.Serialize(manifest) : null;

    /// <inheritdoc/>
    public Task<ModelReference?> Model(string versionOrAlias)
    {
        _ = Run;
        var model = versionOrAlias == VersionBook.Latest ? Newest : Versions.Find(versionOrAlias);
        return Task.FromResult(model is null ? null : new ModelReference(model.Version, model.Blob, model.Clock));
    }

    /// <inheritdoc/>
    public async Task MoveAlias(string alias, long version)
    {
        _ = Run;
        var before = Versions.MoveAlias(alias, version);
        await Save();
        await new Retirement(Name, Run.Settings.KeepVersions, rounds, models).Release(state.State, before);
    }

    private async Task Make(RunRequest request)
    {
        var created = await creation.Create(Name, request);
        await Open(created);
        _run = created;
        LogCreated(Name, created.Classes.Count);
    }

    private async Task Open(RunRecord run)
    {
        var keeper = new RoundKeeper(run, rounds, versions, time, Adopt);
        await keeper.Open(state.State.RoundHint);
        _rounds = keeper;
        this.RegisterGrainTimer(CatchUp, new GrainTimerCreationOptions(Tick, Tick) { Interleave = true });
    }

    private void Adopt(RoundManifest manifest)
    {
        state.State.RoundHint = manifest.Round + 1;
        Versions.Add(new ModelVersion(manifest.Round + 1, manifest.ModelBlob, manifest.Clock));
    }

    private RoundAssignment Assignment(long incarnation, bool fenced) =>
        Rounds.Assignment(incarnation, fenced, training: !state.State.Stopped && state.State.Failure is null);

    // Saved by the caller, or with the next change.
    private void Stop(string who, string reason)
    {
        LogFailed(Name, who, reason);
        state.State.Failure = $"{who}: {reason}";
    }

    // Calls interleave, but two writes of one state at a time would conflict.
    private Task Save() => _saving = SaveAfter(_saving);

    private async Task SaveAfter(Task earlier)
    {
        await earlier.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        try
        {
            await state.WriteStateAsync();
        }
        catch (InconsistentStateException)
        {
            // Another activation, or an own write whose answer was lost: only a new activation knows what is stored.
            DeactivateOnIdle();
            throw;
        }
    }
}
