using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Logging;
using Orleans.Concurrency;
using Prcl.Contracts;
using Prcl.Contracts.Prototypes;
using Prcl.Grains.Metrics;
using Prcl.Grains.Roles;
using Prcl.Grains.Rounds;
using Prcl.Grains.Runs;
using Prcl.Learning.Prototypes;
using Prcl.Learning.VirtualNegatives;

namespace Prcl.Grains.Prototypes;

/// <summary>
/// The global distribution prototype of one class: folds committed rounds in order, keeps the open round's pending sums in
/// memory (the highest step of each trainer incarnation), and answers committed ⊕ pending at any moment.
/// </summary>
[RequiresRole(SiloRoles.State)]
public sealed partial class PrototypeGrain(
    [PersistentState("prototype", GrainStateStore.Name)] IPersistentState<PrototypeState> state,
    RunStore runs,
    RoundHistory rounds,
    SumsReader reports,
    ILogger<PrototypeGrain> logger) : Grain, IPrototypeGrain
{
    private readonly SortedDictionary<string, Pending> _pending = new(StringComparer.Ordinal);
    private PrototypeSums? _committed;
    private long _savedRound;
    private long _refused;

    private RunRecord Run { get; set; } = null!;

    private int ClassId { get; set; }

    /// <inheritdoc/>
    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        var since = Stopwatch.GetTimestamp();
        var key = this.GetPrimaryKeyString();
        Run = await runs.Get(PrclNames.RunOf(key));
        if (!int.TryParse(PrclNames.LastPartOf(key), NumberStyles.None, CultureInfo.InvariantCulture, out var classId) || classId >= Run.Classes.Count)
        {
            throw new PrclRequestException($"There is no class '{key}': run '{Run.Description.Name}' has {Run.Classes.Count} classes, numbered from 0.");
        }

        ClassId = classId;
        _committed = state.State.Sums?.ToSums();
        _savedRound = state.State.Round;

        // Saved when the run asks for it: until then the manifests tell it again.
        await Fold(long.MaxValue);
        GrainMeters.Recovered("prototype", since);
    }

    /// <inheritdoc/>
    public async Task<PulledPrototype> Exchange(SumsMessage message)
    {
        await Fold(message.Round);
        var refusal = message.Sums is null ? null : Take(message, message.Sums);
        var others = _pending.Where(p => p.Key != message.Trainer).Select(p => p.Value.Sums);
        return new PulledPrototype(state.State.Round, Total(others)?.ToMessage(), refusal);
    }

    /// <inheritdoc/>
    public async Task CatchUp(long round)
    {
        await Fold(round);
        if (state.State.Round > _savedRound)
        {
            await state.WriteStateAsync();
            _savedRound = state.State.Round;
        }
    }

    /// <inheritdoc/>
    [ReadOnly]
    public Task<PrototypeView> Query()
    {
        var (run, total, drift) = (Run, Total(_pending.Values.Select(p => p.Sums)), state.State.Drift);
        return Task.FromResult(new PrototypeView(
            ClassId,
            run.Classes.Classes[ClassId].Name,
            state.State.Round,
            Evidence(total),
            IsStale(total),
            total?.Mean() ?? [],
            total?.PosteriorVariance() ?? [],
            total?.SpreadVariance() ?? [],
            drift.Count > 0 ? drift[^1].Distance : 0,
            drift.Count > 0 ? drift[^1].Divergence : 0,
            [.. drift],
            _refused));
    }

    /// <inheritdoc/>
    [ReadOnly]
    public Task<ClassSums?> Committed() => Task.FromResult(_committed?.ToMessage());

    /// <inheritdoc/>
    [ReadOnly]
    public Task<float[]> VirtualNegatives(long step, int count)
    {
        var settings = Run.Settings;
        if (count is < 0 or > 65536)
        {
            throw new PrclRequestException($"{count} virtual negatives asked for; 0 to 65,536 can be drawn at once.");
        }

        var total = Total(_pending.Values.Select(p => p.Sums));
        var sampler = new VirtualNegativeSampler(settings.Seed, settings.VirtualRadius, settings.VirtualSpread);
        return Task.FromResult(IsStale(total) ? [] : sampler.Draw(total!, ClassId, step, count));
    }

    // A class that isn't seen any more loses evidence although nothing is folded into it.
    private double Evidence(PrototypeSums? total) => total?.CountAt(state.State.Clock, Run.Settings.HalfLife) ?? 0;

    private bool IsStale(PrototypeSums? total) => total is null || Evidence(total) < Run.Settings.MinEvidence;

    private PrototypeSums? Total(IEnumerable<PrototypeSums> pending) =>
        pending.Aggregate(_committed, (sum, next) => PrototypeSums.Merge(sum, next, Run.Settings.HalfLife));

    private string? Take(SumsMessage message, ClassSums sums)
    {
        if (message.Epoch == state.State.Epoch && message.Round < state.State.Round)
        {
            // Overtaken by the commit, which isn't the sender's fault.
            return $"round {message.Round} is committed; only its report counts";
        }

        var refusal = message.Epoch != state.State.Epoch
            ? $"epoch {message.Epoch} is over; the run is in epoch {state.State.Epoch}"
            : Check(sums);
        if (refusal is not null)
        {
            Refuse(message.Trainer, refusal);
            return refusal;
        }

        // Cumulative: a repeat or a message that was overtaken changes nothing, and a later round's first message replaces the last round's.
        var known = _pending.GetValueOrDefault(message.Trainer);
        if (known is null || (message.Incarnation, message.Round, message.Step).CompareTo((known.Incarnation, known.Round, known.Step)) > 0)
        {
            _pending[message.Trainer] = new Pending(message.Incarnation, message.Round, message.Step, sums.ToSums());
        }

        return null;
    }

    private string? Check(ClassSums sums)
    {
        try
        {
            return sums.ToSums().Refusal(Run.Settings.RepresentationWidth);
        }
        catch (ArgumentException error)
        {
            return error.Message;
        }
    }

    private void Refuse(string trainer, string reason)
    {
        _refused++;
        LogRefused(this.GetPrimaryKeyString(), trainer, reason);
    }

    private async Task Fold(long round)
    {
        while (state.State.Round < round && await rounds.Find(Run.Description.Name, state.State.Round) is { } manifest)
        {
            await Fold(manifest);
        }
    }

    private async Task Fold(RoundManifest manifest)
    {
        var before = _committed;
        var after = before;
        foreach (var report in manifest.Reports)
        {
            var sums = (await reports.Read(report.SumsBlob, Run.Classes.Count))[ClassId];
            if (sums?.Refusal(Run.Settings.RepresentationWidth) is { } refusal)
            {
                // Trainers refuse them too; one that didn't must not spoil what all the others have given.
                Refuse(report.Trainer, refusal);
                continue;
            }

            after = PrototypeSums.Merge(after, sums, Run.Settings.HalfLife);
        }

        if (before is not null && after is not null)
        {
            DriftHistory.Add(state.State.Drift, manifest.Round, before, after);
        }

        _committed = after;
        state.State.Sums = after?.ToMessage();
        state.State.Round = manifest.Round + 1;
        state.State.Epoch = manifest.Epoch;
        state.State.Clock = manifest.Clock;
        foreach (var (trainer, pending) in _pending.Where(p => p.Value.Round <= manifest.Round).ToArray())
        {
            _pending.Remove(trainer);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Prototype {Prototype} refused sums of {Trainer}: {Reason}")]
    private partial void LogRefused(string prototype, string trainer, string reason);

    private sealed record Pending(long Incarnation, long Round, int Step, PrototypeSums Sums);
}
