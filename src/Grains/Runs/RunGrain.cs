using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Orleans.Concurrency;
using Prcl.Contracts;
using Prcl.Contracts.Runs;
using Prcl.Contracts.Streams;
using Prcl.Contracts.Trainers;
using Prcl.Grains.Backups;
using Prcl.Grains.Damage;
using Prcl.Grains.Ingest;
using Prcl.Grains.Metrics;
using Prcl.Grains.Models;
using Prcl.Grains.Roles;
using Prcl.Grains.Room;
using Prcl.Grains.Rounds;
using Prcl.Images.Datasets;

namespace Prcl.Grains.Runs;

/// <summary>
/// One run: the actor around its <see cref="RunProtocol"/>, with a timer, status and patience. Reentrant: closing a round must
/// not stop renewals.
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
    SettingsHistory history,
    RefusalCounters refusals,
    DamageBook damages,
    BackupPins pins,
    StorageRoom room,
    TimeProvider time,
    ILogger<RunGrain> logger) : Grain, IRunGrain
{
    private static readonly TimeSpan HandInPatience = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(1);

    private RunRecord? _created;
    private RunRecord? _run;
    private RunProtocol? _protocol;
    private Task _creating = Task.CompletedTask;
    private long _counted = -1;
    private int _generation;

    private string Name => this.GetPrimaryKeyString();

    private RunRecord Run => _run ?? throw new PrclRequestException($"There is no run '{Name}'.") { Code = RequestErrorCode.NoSuchRun };

    private RunProtocol Protocol => _protocol ?? throw new PrclRequestException($"There is no run '{Name}'.") { Code = RequestErrorCode.NoSuchRun };

    /// <inheritdoc/>
    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        var since = Stopwatch.GetTimestamp();
        _generation = await runs.Generation(Name);
        if (await runs.FindNow(Name) is { } run && run.Description.Generation == _generation)
        {
            await Open(run);
            await runs.RequireCopy(run);
            GrainMeters.Recovered("run", since);
        }
    }

    /// <inheritdoc/>
    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        var ended = _protocol?.End() ?? Task.CompletedTask;
        await ended.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
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

        RunCreation.RequireSame(_created!, request);
        return Described(_run);
    }

    /// <inheritdoc/>
    public Task<RunDescription?> Describe() => Task.FromResult(_run is null ? null : Described(_run));

    /// <inheritdoc/>
    public async Task<RunStatus> Status()
    {
        var open = Protocol.Rounds;
        var survey = new RunSurvey(GrainFactory, Run, time);
        var (images, damage) = await survey.Images();
        var trainers = await survey.Trainers(open.Members.Live);
        var (phase, reason) = RunSurvey.Phase(state.State, trainers, Protocol.Damage ?? damage, Protocol.Obstacle);
        var aliases = state.State.Aliases.ToDictionary(a => a.Key, a => a.Value.Version, StringComparer.Ordinal);
        aliases[VersionBook.Latest] = open.Round;
        return new RunStatus(
            Name, phase, reason, open.Round, open.Round, open.Last?.Clock ?? 0, images, trainers, aliases, refusals.Of(Name), RunSurvey.Traffic(trainers),
            await survey.Comparison(), await Notes(images), Protocol.Alarms.Now);
    }

    /// <inheritdoc/>
    public Task Start() => Protocol.Start();

    /// <inheritdoc/>
    public Task Stop() => Protocol.Stop();

    /// <inheritdoc/>
    public Task<RoundAssignment> Join(string trainer) => Protocol.Join(trainer);

    /// <inheritdoc/>
    public Task<RoundAssignment> Renew(string trainer, long incarnation) => Protocol.Renew(trainer, incarnation);

    /// <inheritdoc/>
    public Task<RoundAssignment> HandIn(RoundReport report) =>
        Protocol.HandIn(report, closed => Task.WhenAny(closed, Task.Delay(HandInPatience, time)));  // Others may still be at work: the caller asks again after a while.

    /// <inheritdoc/>
    public Task Leave(string trainer, long incarnation, string reason) => Protocol.Leave(trainer, incarnation, reason);

    /// <inheritdoc/>
    public Task<bool> Fail(string trainer, long incarnation, string reason) => Protocol.Fail(trainer, incarnation, reason);

    /// <inheritdoc/>
    public Task<RoundAssignment> Current() => Task.FromResult(Protocol.Assignment(0, fenced: false));

    /// <inheritdoc/>
    public async Task<string?> Manifest(long round) =>
        await rounds.Find(Run.Id, round) is { } manifest ? JsonSerializer.Serialize(manifest) : null;

    /// <inheritdoc/>
    public Task<MetricsPoint[]> Metrics(long afterRound) => Task.FromResult(Protocol.History.After(afterRound));

    /// <inheritdoc/>
    public Task<ModelReference?> Model(string versionOrAlias)
    {
        var model = versionOrAlias == VersionBook.Latest ? Protocol.Newest : Protocol.Versions.Find(versionOrAlias);
        return Task.FromResult(model is null ? null : new ModelReference(model.Version, model.Blob, model.Clock));
    }

    /// <inheritdoc/>
    public Task MoveAlias(string alias, long version) => Protocol.MoveAlias(alias, version);

    /// <inheritdoc/>
    public Task RemoveAlias(string alias) => Protocol.RemoveAlias(alias);

    /// <inheritdoc/>
    public Task<ModelSummary[]> Models() => Task.FromResult(Protocol.Versions.Describe(Protocol.Rounds.Round));

    /// <inheritdoc/>
    public Task<RoundAssignment> RollBack(long version, int epoch) => Protocol.RollBack(version, epoch);

    private async Task<string[]> Notes(StreamCounts images)
    {
        var report = await room.Look();
        return
        [
            .. new[]
            {
                report.Fault is { } fault ? $"the storage takes nothing: {fault}" : null,
                report.Shortage is { } shortage ? $"{shortage}: unlabelled images are refused" : null,
                images.Note is { } note ? $"{note}: \"prcl retention {Name}\" shows the {images.Overdue} that wait, with --yes it deletes them" : null,
            }.OfType<string>(),
        ];
    }

    private async Task Make(RunRequest request)
    {
        var origin = request.From is { } from ? await Origin(from, request.ClassesJson) : null;
        var created = await creation.Create(Name, request, origin, run => new RunSurvey(GrainFactory, run, time).MakeWay(run.Description.Generation));
        if (created.Description.Generation != _generation)
        {
            DeactivateOnIdle();
            throw new StaleActivationException($"Run '{Name}' was deleted meanwhile; asking again is right.");
        }

        await Open(created);
        LogCreated(Name, created.Classes.Count);
    }

    // The checkpoint of a version that another run keeps.
    private async Task<string> Origin(ModelOrigin from, string classesJson)
    {
        var other = await runs.GetNow(from.Run);
        if (AddedClasses.Fault(other.Classes, ClassList.Parse(classesJson, "classes")) is { } fault)
        {
            throw new PrclRequestException($"Run '{Name}' can't begin with a version of run '{from.Run}': {fault}.") { Code = RequestErrorCode.BadValue };
        }

        var model = await GrainFactory.GetGrain<IRunGrain>(from.Run).Model(from.Version.ToString(CultureInfo.InvariantCulture))
            ?? throw new PrclRequestException($"Run '{from.Run}' keeps no version {from.Version}.") { Code = RequestErrorCode.NoSuchVersion };
        return model.Blob;
    }

    private async Task Open(RunRecord created)
    {
        var run = await history.Current(created);
        var survey = new RunSurvey(GrainFactory, run, time);
        var protocol = new RunProtocol(run, state, rounds, models, versions, survey.CatchUp, DeactivateOnIdle, time, logger, pins.AreHeld);
        await damages.Watch(Name, protocol.Open);
        if (protocol.Damage is { } lost)
        {
            damages.Note(Name, lost);
        }

        (_created, _run, _protocol) = (created, run, protocol);
        this.RegisterGrainTimer(CatchUp, new GrainTimerCreationOptions(Tick, Tick) { Interleave = true });
    }

    private async Task CatchUp()
    {
        if (_run is null)
        {
            return;
        }

        if ((await runs.Find(Name))?.Id != _run.Id)
        {
            // Deleted by another activation.
            await Leave();
            return;
        }

        var open = Protocol.Rounds;
        if (open.Members.Awaited.Count > 0)
        {
            await Excuse(open);
        }

        await Protocol.CatchUp();
        if (Protocol.History.Newest is { Backlog: null } newest && newest.Round > _counted)
        {
            _counted = newest.Round;
            await CountBacklog(newest.Round);
        }
    }

    // Once a round; where it fails the figure is left out.
    private async Task CountBacklog(long round)
    {
        try
        {
            if (await new RunSurvey(GrainFactory, Run, time).Images() is { Damage: null } images)
            {
                Protocol.History.Note(round, images.Counts.Backlog);
            }
        }
        catch (Exception failure) when (failure is TimeoutException or OrleansException)
        {
        }
    }

    // A trainer that finds nothing to learn from makes no step and no report: with few images the others would wait for it in vain.
    private async Task Excuse(RoundKeeper open)
    {
        foreach (var status in await new RunSurvey(GrainFactory, Run, time).Trainers(open.Members.Awaited))
        {
            if (status.State == TrainerState.Idle && status.StepInRound == 0 && status.Round == open.Round)
            {
                open.Members.Excuse(status.Key);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Run {Run} created with {Classes} classes")]
    private partial void LogCreated(string run, int classes);
}
