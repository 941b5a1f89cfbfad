using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Orleans.Concurrency;
using Prcl.Contracts;
using Prcl.Contracts.Runs;
using Prcl.Grains.Blobs;
using Prcl.Grains.Ingest;
using Prcl.Grains.Models;
using Prcl.Grains.Rounds;

namespace Prcl.Grains.Runs;

/// <summary>
/// One run: membership by lease, the open round, versions and aliases. A round closes by one conditional write of its
/// manifest; everything else here can be lost and is found again. Reentrant: closing a round must not stop renewals.
/// </summary>
[Reentrant]
public sealed partial class RunGrain(
    [PersistentState("run", GrainStateStore.Name)] IPersistentState<RunState> state,
    RunStore runs,
    RoundHistory rounds,
    ModelStore models,
    ModelAverager averager,
    RunCreation creation,
    RefusalCounters refusals,
    TimeProvider time,
    ILogger<RunGrain> logger) : Grain, IRunGrain
{
    private static readonly TimeSpan HandInPatience = TimeSpan.FromSeconds(8);

    private RunRecord? _run;
    private RoundKeeper? _rounds;
    private Task _saving = Task.CompletedTask;
    private Task _folding = Task.CompletedTask;

    private string Name => this.GetPrimaryKeyString();

    private RunRecord Run => _run ?? throw new PrclRequestException($"There is no run '{Name}'.");

    private RoundKeeper Rounds => _rounds ?? throw new PrclRequestException($"There is no run '{Name}'.");

    /// <inheritdoc/>
    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _run = await runs.Find(Name);
        if (_run is not null)
        {
            await Open(_run);
        }
    }

    /// <inheritdoc/>
    public async Task<RunDescription> Create(RunRequest request)
    {
        if (_run is null)
        {
            var created = await creation.Create(Name, request);
            await Open(created);
            _run = created;
            LogCreated(Name, created.Classes.Count);
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
        var survey = new RunSurvey(GrainFactory, run);
        var images = await survey.Images();
        var trainers = await survey.Trainers(Rounds.Members.Live);
        var (phase, reason) = RunSurvey.Phase(state.State, trainers);
        var aliases = state.State.Aliases.ToDictionary(a => a.Key, a => a.Value.Version, StringComparer.Ordinal);
        aliases["latest"] = Rounds.Round;
        return new RunStatus(Name, phase, reason, Rounds.Round, Rounds.Round, Rounds.Last?.Clock ?? 0, images, trainers, aliases, refusals.Of(Name));
    }

    /// <inheritdoc/>
    public async Task Start()
    {
        _ = Run;
        (state.State.Stopped, state.State.Failure) = (false, null);
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
        var incarnation = ++state.State.Incarnation;
        state.State.Incarnations[trainer] = incarnation;
        await Save();
        Rounds.Members.Renew(trainer, incarnation);
        LogJoined(Name, trainer, incarnation);
        return Assignment(incarnation, fenced: false);
    }

    /// <inheritdoc/>
    public async Task<RoundAssignment> Renew(string trainer, long incarnation)
    {
        _ = Run;
        var isMember = state.State.Incarnations.GetValueOrDefault(trainer) == incarnation;
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
        if (state.State.Incarnations.GetValueOrDefault(report.Trainer) != report.Incarnation || report.Epoch != Run.Description.Epoch)
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
        if (state.State.Incarnations.GetValueOrDefault(trainer) == incarnation)
        {
            LogLeft(Name, trainer, reason);
            Rounds.Members.Remove(trainer);
            await CloseIfPossible();
        }
    }

    /// <inheritdoc/>
    public async Task Fail(string trainer, long incarnation, string reason)
    {
        if (state.State.Incarnations.GetValueOrDefault(trainer) == incarnation)
        {
            LogFailed(Name, trainer, reason);
            state.State.Failure = $"{trainer}: {reason}";
            await Save();
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
        var model = versionOrAlias == "latest"
            ? Versions()[^1]
            : state.State.Aliases.GetValueOrDefault(versionOrAlias)
                ?? Versions().Find(v => v.Version.ToString(CultureInfo.InvariantCulture) == versionOrAlias);
        return Task.FromResult(model is null ? null : new ModelReference(model.Version, model.Blob, model.Clock));
    }

    /// <inheritdoc/>
    public async Task MoveAlias(string alias, long version)
    {
        _ = Run;
        var moved = state.State.Aliases.GetValueOrDefault(alias);
        state.State.Aliases[alias] = Versions().FirstOrDefault(v => v.Version == version)
            ?? throw new PrclRequestException($"Run '{Name}' keeps no version {version}; it keeps {string.Join(", ", Versions().Select(v => v.Version))}.");
        await Save();
        await new Retirement(Name, Run.Settings.KeepVersions, rounds, models).Release(state.State, moved);
    }

    private async Task Open(RunRecord run)
    {
        var keeper = new RoundKeeper(run, rounds, averager, time, Adopt);
        await keeper.Open(state.State.RoundHint);
        _rounds = keeper;
        this.RegisterGrainTimer(CloseOverdue, new GrainTimerCreationOptions(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1)) { Interleave = true });
    }

    private void Adopt(RoundManifest manifest)
    {
        state.State.RoundHint = manifest.Round + 1;
        state.State.Versions.RemoveAll(v => v.Version > manifest.Round);
        state.State.Versions.Add(new ModelVersion(manifest.Round + 1, manifest.ModelBlob, manifest.Clock));
    }

    private RoundAssignment Assignment(long incarnation, bool fenced) =>
        Rounds.Assignment(incarnation, fenced, training: !state.State.Stopped && state.State.Failure is null);

    private async Task CloseOverdue()
    {
        try
        {
            await CloseIfPossible();
        }
        catch (BlobStorageException failure)
        {
            // The next tick tries again.
            LogNotClosed(Name, Rounds.Round, failure.Message);
        }
    }

    private async Task CloseIfPossible()
    {
        if (_rounds is not null && await _rounds.CloseIfPossible())
        {
            var manifest = _rounds.Last!;
            LogClosed(Name, manifest.Round, manifest.Reports.Length, manifest.Clock);
            _folding = FoldAndRetire(_folding);
        }
    }

    // After the commit: whoever misses this catches up on the next message. Only what all have folded is removed.
    private async Task FoldAndRetire(Task earlier)
    {
        await earlier;
        var run = Run;
        try
        {
            var round = Rounds.Round;
            await new RunSurvey(GrainFactory, run).CatchUp(round);
            await new Retirement(Name, run.Settings.KeepVersions, rounds, models).Retire(state.State, round);
            await Save();
        }
        catch (Exception failure) when (failure is BlobStorageException or TimeoutException or OrleansException)
        {
            LogNotFolded(Name, Rounds.Round, failure.Message);
        }
    }

    // Calls interleave, but two writes of one state at a time would conflict.
    private Task Save() => _saving = SaveAfter(_saving);

    private async Task SaveAfter(Task earlier)
    {
        await earlier.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        await state.WriteStateAsync();
    }

    private List<ModelVersion> Versions() => [new ModelVersion(0, ModelStore.InitialModel(Name), 0), .. state.State.Versions];

    [LoggerMessage(Level = LogLevel.Information, Message = "Run {Run} created with {Classes} classes")]
    private partial void LogCreated(string run, int classes);

    [LoggerMessage(Level = LogLevel.Information, Message = "Run {Run}: {Trainer} joined as incarnation {Incarnation}")]
    private partial void LogJoined(string run, string trainer, long incarnation);

    [LoggerMessage(Level = LogLevel.Information, Message = "Run {Run}: {Trainer} left: {Reason}")]
    private partial void LogLeft(string run, string trainer, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "Run {Run}: {Trainer} can't go on: {Reason}")]
    private partial void LogFailed(string run, string trainer, string reason);

    [LoggerMessage(Level = LogLevel.Information, Message = "Run {Run}: round {Round} committed {Reports} report(s), clock {Clock}")]
    private partial void LogClosed(string run, long round, int reports, long clock);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Run {Run}: round {Round} can't be committed now: {Reason}")]
    private partial void LogNotClosed(string run, long round, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Run {Run}: not every grain has folded the rounds below {Round} yet: {Reason}")]
    private partial void LogNotFolded(string run, long round, string reason);
}
