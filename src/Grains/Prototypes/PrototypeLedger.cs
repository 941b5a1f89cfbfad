using Prcl.Contracts.Prototypes;
using Prcl.Grains.Rounds;
using Prcl.Grains.Runs;
using Prcl.Learning.Prototypes;

namespace Prcl.Grains.Prototypes;

/// <summary>
/// The evidence for one class: committed rounds folded in order, and in memory the open round's pending sums, the highest step
/// of each trainer incarnation. One call at a time.
/// </summary>
/// <param name="run">The run.</param>
/// <param name="classId">The class.</param>
/// <param name="state">Where committed evidence is kept.</param>
/// <param name="rounds">The manifests.</param>
/// <param name="reports">Reads a report's class sums by the name of its blob.</param>
/// <param name="refused">Told which trainer's sums were refused, and why.</param>
internal sealed class PrototypeLedger(
    RunRecord run,
    int classId,
    IPersistentState<PrototypeState> state,
    RoundHistory rounds,
    Func<string, Task<PrototypeSums?[]>> reports,
    Action<string, string> refused)
{
    private readonly string _run = run.Id;
    private readonly PendingSums _pending = new(run.Settings.Prototypes.HalfLife);
    private long _savedRound;

    /// <summary>Evidence of the rounds below <see cref="Round"/>; null without any.</summary>
    public PrototypeSums? Committed { get; private set; }

    /// <summary>Rounds below this one are folded in.</summary>
    public long Round => state.State.Round;

    /// <summary>Image draws of these rounds: evidence is judged as it stands then.</summary>
    public long Clock => state.State.Clock;

    /// <summary>How the prototype moved.</summary>
    public IReadOnlyList<DriftPoint> Drift => state.State.Drift;

    /// <summary>Committed evidence ⊕ everything pending.</summary>
    public PrototypeSums? Total => _pending.AddTo(Committed);

    /// <summary>Takes up the stored state, and folds what has been committed since; it is saved when the run asks for it.</summary>
    /// <exception cref="InvalidDataException">Rounds are lost that it has folded, or is to fold.</exception>
    /// <exception cref="StaleActivationException">Another activation has gone on meanwhile.</exception>
    public async Task Open()
    {
        await LostRounds.Refuse(rounds, _run, $"prototype {classId} of run '{run.Description.Name}'", state, s => s.Round);
        Committed = state.State.Sums?.ToSums();
        _savedRound = state.State.Round;
        await Fold(long.MaxValue);
    }

    /// <summary>Takes a trainer's cumulative sums and answers what it should add them to.</summary>
    public async Task<PulledPrototype> Exchange(SumsMessage message)
    {
        await Fold(message.Round);
        var refusal = message.Sums is null ? null : Take(message, message.Sums);
        return new PulledPrototype(Round, _pending.AddTo(Committed, except: message.Trainer)?.ToMessage(), refusal);
    }

    /// <summary>Folds every committed round below one, durably.</summary>
    /// <exception cref="StaleActivationException">A round's manifest is gone: another activation has folded it.</exception>
    public async Task CatchUp(long round)
    {
        await Fold(round);
        if (Round < round)
        {
            throw new StaleActivationException($"Prototype {classId} of run '{run.Description.Name}' is asked for the rounds below {round}, but round {Round} has been removed.");
        }

        if (Round > _savedRound)
        {
            await state.WriteStateAsync();
            _savedRound = Round;
        }
    }

    private string? Take(SumsMessage message, ClassSums sums)
    {
        if (message.Incarnation < run.FencedBelow)
        {
            return "they are of an earlier run of this name, which was deleted";
        }

        if (message.Epoch == state.State.Epoch && message.Round < Round)
        {
            // Overtaken by the commit, which isn't the sender's fault.
            return $"round {message.Round} is committed; only its report counts";
        }

        var refusal = message.Epoch != state.State.Epoch
            ? $"epoch {message.Epoch} is over; the run is in epoch {state.State.Epoch}"
            : Check(sums);
        if (refusal is not null)
        {
            refused(message.Trainer, refusal);
            return refusal;
        }

        _pending.Take(message, sums.ToSums());
        return null;
    }

    private string? Check(ClassSums sums)
    {
        try
        {
            return sums.ToSums().Refusal(run.Settings.RepresentationWidth);
        }
        catch (ArgumentException error)
        {
            return error.Message;
        }
    }

    private async Task Fold(long round)
    {
        while (Round < round && await rounds.Find(_run, Round) is { } manifest)
        {
            await Fold(manifest);
        }
    }

    private async Task Fold(RoundManifest manifest)
    {
        var before = Committed;
        var after = before;
        if (manifest.Rewind is { } rewind)
        {
            // A new epoch: what was folded or pending belongs to the earlier one.
            after = await Read(manifest, rewind.SumsBlob);
            _pending.Clear();
        }

        foreach (var report in manifest.Reports)
        {
            var sums = await Read(manifest, report.SumsBlob);
            if (sums?.Refusal(run.Settings.RepresentationWidth) is { } refusal)
            {
                // Trainers refuse them too; one that didn't must not spoil what all the others have given.
                refused(report.Trainer, refusal);
                continue;
            }

            after = PrototypeSums.Merge(after, sums, run.Settings.Prototypes.HalfLife);
        }

        if (before is not null && after is not null)
        {
            DriftHistory.Add(state.State.Drift, manifest.Round, before, after, manifest.Clock, run.Settings.Prototypes.HalfLife);
        }

        Committed = after;
        state.State.Sums = after?.ToMessage();
        state.State.Round = manifest.Round + 1;
        state.State.Epoch = manifest.Epoch;
        state.State.Clock = manifest.Clock;
        _pending.Drop(manifest.Round);
    }

    private async Task<PrototypeSums?> Read(RoundManifest manifest, string blob)
    {
        try
        {
            return (await reports(blob))[classId];
        }
        catch (InvalidDataException missing)
        {
            // Removed, or removed and written again by an activation that slept.
            throw await rounds.Find(_run, manifest.Round) is null || await rounds.IsOvertaken(_run, manifest)
                ? new StaleActivationException($"Round {manifest.Round} of run '{run.Description.Name}' has been removed while prototype {classId} was reading it.")
                : missing;
        }
    }
}
