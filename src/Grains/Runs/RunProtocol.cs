using Microsoft.Extensions.Logging;
using Orleans.Storage;
using Prcl.Contracts.Runs;
using Prcl.Grains.Alarms;
using Prcl.Grains.Blobs;
using Prcl.Grains.Histories;
using Prcl.Grains.Models;
using Prcl.Grains.Notices;
using Prcl.Grains.Rounds;
using Prcl.Grains.Trainers;
using Prcl.Learning.Alarms;
using Prcl.Learning.Checkpoints;
using Prcl.Learning.Safetensors;

namespace Prcl.Grains.Runs;

/// <summary>
/// A run's side of the protocol: who is a member, whose report counts, when a round closes and what follows it. A round closes
/// by one conditional write of its manifest; everything else here can be lost and is found again. Calls interleave, on one thread.
/// </summary>
/// <param name="run">The run.</param>
/// <param name="state">What is kept besides manifests.</param>
/// <param name="rounds">The manifests.</param>
/// <param name="models">The checkpoints.</param>
/// <param name="versions">Makes the next version.</param>
/// <param name="fold">Lets every prototype and stream fold the rounds below one; completes when all have it durably.</param>
/// <param name="stale">Told when another activation has taken over: this one must leave.</param>
/// <param name="time">Tells the time.</param>
/// <param name="logger">Where events are told.</param>
/// <param name="isPinned">Whether a backup needs what is there; null where none is made.</param>
internal sealed partial class RunProtocol(
    RunRecord run,
    IPersistentState<RunState> state,
    RoundHistory rounds,
    ModelStore models,
    IVersionMaker versions,
    Func<long, Task> fold,
    Action stale,
    TimeProvider time,
    ILogger logger,
    Func<Task<bool>>? isPinned = null)
{
    private readonly string _name = run.Description.Name;
    private readonly string _id = run.Id;
    private readonly NamedBlobs _named = new(state);
    private RoundKeeper _rounds = null!;
    private readonly Reminder _notClosed = new(time);
    private readonly Reminder _notFolded = new(time);
    private Task _saving = Task.CompletedTask;

    /// <summary>The open round.</summary>
    public RoundKeeper Rounds => _rounds;

    /// <summary>Kept versions and aliases.</summary>
    public VersionBook Versions => new(_id, state.State);

    /// <summary>The newest version.</summary>
    public ModelVersion Newest => new(Rounds.Round, Rounds.ModelBlob, Rounds.Last?.Clock ?? 0);

    /// <summary>Why the open round can't be committed for the time being; null when nothing is known to be wrong.</summary>
    public string? Obstacle { get; private set; }

    /// <summary>Why the stored run can't go on as it is: rounds that had been committed are lost; null when all is there. Only a repair helps.</summary>
    public string? Damage { get; private set; }

    /// <summary>Signs that learning has collapsed.</summary>
    public RunAlarms Alarms => new(run, state.State);

    /// <summary>What the run looked like, round by round.</summary>
    public MetricsHistory History => new(state.State.History);

    private Baseline Baseline => new(_id, state.State, run.Settings.SelfTraining);

    /// <summary>Finds the open round.</summary>
    /// <exception cref="StaleActivationException">Another activation has gone on meanwhile.</exception>
    public async Task Open()
    {
        Damage = await LostRounds.Look(rounds, _id, $"run '{_name}'", state, s => s.RoundHint);
        state.State.Incarnation = Math.Max(state.State.Incarnation, run.FencedBelow);
        Baseline.Begin();
        var keeper = new RoundKeeper(run, rounds, versions, time, Adopt);
        keeper.Members.Expect(Incarnations.Trainers);
        await keeper.Open(state.State.RoundHint);
        _rounds = keeper;
    }

    /// <inheritdoc cref="IRunGrain.Start"/>
    public Task Start()
    {
        (state.State.Stopped, state.State.Failure, _foldedBelow) = (false, null, 0);
        return Save();
    }

    /// <inheritdoc cref="IRunGrain.Stop"/>
    public Task Stop()
    {
        state.State.Stopped = true;
        return Save();
    }

    /// <summary>Gives the run another name for people; null: none but its own.</summary>
    public Task Show(string? name)
    {
        state.State.Shown = name;
        return Save();
    }

    /// <summary>The assignment of the open round.</summary>
    public RoundAssignment Assignment(long incarnation, bool fenced) =>
        Rounds.Assignment(incarnation, fenced, training: !state.State.Stopped && state.State.Failure is null && Damage is null) with { Revision = run.Description.Revision };

    /// <summary>Goes on with changed settings.</summary>
    public void Use(RunRecord changed) => run = changed;

    /// <summary>What was put off: a round that is overdue or couldn't be committed, grains that haven't folded one.</summary>
    public async Task CatchUp()
    {
        await CloseIfPossible();
        Fold();
    }

    // Whoever is ahead has been told so by another activation.
    private async Task OrLeave(Func<Task> work)
    {
        try
        {
            await work();
        }
        catch (StaleActivationException)
        {
            stale();
            throw;
        }
    }

    // Never throws: a member that renews or hands in isn't to blame, and the next tick tries again.
    private async Task CloseIfPossible()
    {
        var round = Rounds.Round;
        if (Damage is not null)
        {
            // It would be committed under the number of one that is lost.
            return;
        }

        try
        {
            if (await Rounds.CloseIfPossible())
            {
                var manifest = Rounds.Last!;
                LogClosed(_name, manifest.Round, manifest.Reports.Length, manifest.Clock);
                Fold();
            }
        }
        catch (StaleActivationException failure)
        {
            PutOff(round, failure);
            stale();
        }
        catch (Exception failure) when (IsBroken(failure))
        {
            await BreakUnlessOvertaken(round, failure.Message);
        }
        catch (Exception failure)
        {
            PutOff(round, failure);
        }
    }

    private void PutOff(long round, Exception failure)
    {
        // Each tick and each renewal tries again.
        if (_notClosed.IsDue())
        {
            Tell(round, failure);
        }

        Obstacle = $"round {round} can't be committed now: {failure.Message}";
    }

    private void Tell(long round, Exception failure)
    {
        if (Transient.Is(failure))
        {
            LogNotClosed(_name, round, failure.Message);
        }
        else
        {
            LogUnforeseen(failure, _name, round);
        }
    }

    // What a round needs is also gone when another activation has committed and retired it.
    private async Task BreakUnlessOvertaken(long round, string reason)
    {
        try
        {
            await OrLeave(Rounds.Follow);
            if (Rounds.Round == round)
            {
                Break($"round {round} can't be committed", reason);
            }
        }
        catch (Exception failure)
        {
            PutOff(round, failure);
        }
    }

    private void Adopt(RoundManifest manifest)
    {
        Obstacle = null;
        state.State.RoundHint = manifest.Round + 1;
        var version = new ModelVersion(manifest.Round + 1, manifest.ModelBlob, manifest.Clock, manifest.StepsDone, manifest.Epoch, manifest.Rewind?.Version);
        Versions.Add(version);
        Baseline.Follow(manifest, version);
        History.Add(manifest);
        foreach (var change in Alarms.Follow(manifest))
        {
            Tell(change);
        }

        if (manifest.Rewind is { } rewind)
        {
            Incarnations.Fence(rewind.FencedBelow);
            state.State.RolledBackTo = rewind.Version;
        }
    }

    private void Tell(AlarmChange change)
    {
        var kind = RunAlarms.KindOf(change.Sign);
        if (change.Begins)
        {
            LogAlarm(_name, kind, change.Text);
        }
        else
        {
            LogAlarmEnds(_name, kind);
        }
    }

    private static bool IsBroken(Exception failure) =>
        failure is InvalidDataException or CheckpointException or SafetensorsException or BlobStorageException { IsDamaged: true };

    // Saved by the caller, or with the next change.
    private void Break(string who, string reason)
    {
        LogFailed(_name, who, reason);
        state.State.Failure = $"{who}: {reason}";
    }

    // Calls interleave, but two writes of one state at a time would conflict.
    private Task Save() => _saving = SaveAfter(_saving);

    private async Task SaveAfter(Task earlier)
    {
        await earlier.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        try
        {
            await _named.Write();
        }
        catch (InconsistentStateException)
        {
            // Another activation, or an own write whose answer was lost: only a new activation knows what is stored.
            stale();
            throw;
        }
    }
}
