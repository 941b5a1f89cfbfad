using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Orleans.Concurrency;
using Prcl.Contracts;
using Prcl.Contracts.Prototypes;
using Prcl.Contracts.Runs;
using Prcl.Contracts.Streams;
using Prcl.Contracts.Trainers;
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
    private Membership _members = null!;
    private RoundManifest? _last;
    private Task _closing = Task.CompletedTask;
    private Task _saving = Task.CompletedTask;
    private Task _folding = Task.CompletedTask;
    private TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private string Name => this.GetPrimaryKeyString();

    private RunRecord Run => _run ?? throw new PrclRequestException($"There is no run '{Name}'.");

    private long Round => _last is null ? 0 : _last.Round + 1;

    private string ModelBlob => _last?.ModelBlob ?? ModelStore.InitialModel(Name);

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
        var counts = await Task.WhenAll(Enumerable.Range(0, run.Settings.Partitions)
            .Select(p => GrainFactory.GetGrain<IImageStreamGrain>(PrclNames.StreamKey(Name, p)).Counts()));
        var trainers = (await Task.WhenAll(_members.Live.Select(StatusOf))).OfType<TrainerStatus>().ToArray();
        var (phase, reason) = Phase(trainers);
        return new RunStatus(
            Name, phase, reason, Round, Round, _last?.Clock ?? 0, counts.Aggregate(Add), trainers,
            new Dictionary<string, long>(state.State.Aliases.Select(a => KeyValuePair.Create(a.Key, a.Value.Version)).Append(new("latest", Round))), refusals.Of(Name));
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
        _members.Renew(trainer, incarnation);
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
            _members.Renew(trainer, incarnation);
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

        _members.Renew(report.Trainer, report.Incarnation);
        if (report.Round == Round)
        {
            _members.Take(report);
            var closed = _closed.Task;
            await CloseIfPossible();

            // Others may still be at work: the caller asks again after a while.
            await Task.WhenAny(closed, Task.Delay(HandInPatience, time));
        }
        else if (report.Round == Round - 1 && !Names(_last!, report))
        {
            _members.TakeLate(report);
        }

        return Assignment(report.Incarnation, fenced: false);
    }

    /// <inheritdoc/>
    public async Task Leave(string trainer, long incarnation, string reason)
    {
        if (state.State.Incarnations.GetValueOrDefault(trainer) == incarnation)
        {
            LogLeft(Name, trainer, reason);
            _members.Remove(trainer);
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

    private static bool Names(RoundManifest manifest, RoundReport report) =>
        Array.Exists(manifest.Reports, r => r.Trainer == report.Trainer && r.Incarnation == report.Incarnation && r.Round == report.Round);

    private static StreamCounts Add(StreamCounts a, StreamCounts b) => new(
        a.Stored + b.Stored, a.Labelled + b.Labelled, a.Evaluation + b.Evaluation, a.Trained + b.Trained,
        a.Leased + b.Leased, a.Backlog + b.Backlog, a.Quarantined + b.Quarantined);

    private async Task Open(RunRecord run)
    {
        _members = new Membership(time, TimeSpan.FromSeconds(run.Settings.LeaseSeconds), TimeSpan.FromSeconds(run.Settings.RoundDeadlineSeconds));

        // The hint may be behind: manifests are the truth.
        _last = state.State.RoundHint > 0 ? await rounds.Find(Name, state.State.RoundHint - 1) : null;
        while (await rounds.Find(Name, Round) is { } manifest)
        {
            Adopt(manifest);
        }

        this.RegisterGrainTimer(CloseOverdue, new GrainTimerCreationOptions(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1)) { Interleave = true });
    }

    // A member that doesn't answer is told by its absence; its lease will lapse.
    private async Task<TrainerStatus?> StatusOf(string trainer)
    {
        try
        {
            return await GrainFactory.GetGrain<ITrainerGrain>(trainer).Status();
        }
        catch (Exception failure) when (failure is TimeoutException or OrleansException)
        {
            return null;
        }
    }

    private void Adopt(RoundManifest manifest)
    {
        _last = manifest;
        state.State.RoundHint = manifest.Round + 1;
        state.State.Versions.Add(new ModelVersion(manifest.Round + 1, manifest.ModelBlob, manifest.Clock));
        _members.BeginRound();
        var closed = _closed;
        _closed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        closed.SetResult();
    }

    private RoundAssignment Assignment(long incarnation, bool fenced) => new(
        incarnation, fenced, !state.State.Stopped && state.State.Failure is null, Run.Description.Epoch, Round, Round, ModelBlob, _last?.Clock ?? 0, _last?.StepsDone ?? 0);

    private (RunPhase Phase, string Reason) Phase(TrainerStatus[] trainers) => state.State switch
    {
        { Failure: { } failure } => (RunPhase.Failed, failure),
        { Stopped: true } => (RunPhase.Stopped, "stopped"),
        _ when trainers.Length == 0 => (RunPhase.WaitingForTrainers, "no trainer is a member; the run goes on when a trainer silo joins"),
        _ when Array.TrueForAll(trainers, t => t.State is TrainerState.Idle) => (RunPhase.Idle, trainers[0].Reason),
        _ => (RunPhase.Training, ""),
    };

    private async Task CloseOverdue()
    {
        try
        {
            await CloseIfPossible();
        }
        catch (BlobStorageException failure)
        {
            // The next tick tries again.
            LogNotClosed(Name, Round, failure.Message);
        }
    }

    private async Task CloseIfPossible()
    {
        if (_run is not null && _closing.IsCompleted && _members.MayClose)
        {
            _closing = Close(_members.Reports);
            await _closing;
        }
    }

    private async Task Close(RoundReport[] reports)
    {
        var target = reports.Length == 1 ? reports[0].ReportBlob : ModelStore.AveragedModel(Name, Round + 1);
        if (reports.Length > 1)
        {
            await Task.Run(() => averager.Average([.. reports.Select(r => (r.ReportBlob, r.ImagesTrained))], target));
        }

        var manifest = new RoundManifest(
            Run.Description.Epoch,
            Round,
            target,
            (_last?.Clock ?? 0) + reports.Sum(r => r.ImagesTrained),
            (_last?.StepsDone ?? 0) + reports.Max(r => r.Steps),
            time.GetUtcNow().UtcDateTime,
            [.. reports.Select(Committed)]);
        try
        {
            await rounds.Commit(Name, manifest);
        }
        catch (BlobConflictException)
        {
            // Committed before: by our own try whose answer was lost, or by another activation. The blob is the truth.
            manifest = await rounds.Find(Name, Round) ?? throw new InvalidDataException($"Round {Round} of run '{Name}' is committed, but its manifest can't be found.");
        }

        Adopt(manifest);
        LogClosed(Name, manifest.Round, manifest.Reports.Length, manifest.Clock);
        _folding = FoldAndRetire(_folding);
    }

    private CommittedReport Committed(RoundReport report) => new(
        report.Trainer,
        report.Incarnation,
        report.Round,
        report.ReportBlob,
        ModelStore.Sums(Name, report.Round, report.Incarnation),
        report.Steps,
        report.ImagesTrained,
        report.Images.ToDictionary(i => i.Key, i => SequenceRanges.Pack(i.Value)));

    // After the commit: whoever misses this catches up on the next message. Only what all have folded is removed.
    private async Task FoldAndRetire(Task earlier)
    {
        await earlier;
        var run = Run;
        try
        {
            var round = Round;
            await Task.WhenAll(
                Enumerable.Range(0, run.Classes.Count).Select(k => GrainFactory.GetGrain<IPrototypeGrain>(PrclNames.PrototypeKey(Name, k)).CatchUp(round))
                    .Concat(Enumerable.Range(0, run.Settings.Partitions).Select(p => GrainFactory.GetGrain<IImageStreamGrain>(PrclNames.StreamKey(Name, p)).CatchUp(round))));
            await new Retirement(Name, run.Settings.KeepVersions, rounds, models).Retire(state.State, round);
            await Save();
        }
        catch (Exception failure) when (failure is BlobStorageException or TimeoutException or OrleansException)
        {
            LogNotFolded(Name, Round, failure.Message);
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
