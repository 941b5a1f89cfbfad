using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Logging;
using Orleans.Concurrency;
using Prcl.Contracts;
using Prcl.Contracts.Prototypes;
using Prcl.Grains.Damage;
using Prcl.Grains.Metrics;
using Prcl.Grains.Roles;
using Prcl.Grains.Rounds;
using Prcl.Grains.Runs;
using Prcl.Grains.Traces;
using Prcl.Learning.Prototypes;
using Prcl.Learning.VirtualNegatives;

namespace Prcl.Grains.Prototypes;

/// <summary>
/// The global distribution prototype of one class: a <see cref="PrototypeLedger"/> that answers committed ⊕ pending at any
/// moment.
/// </summary>
[RequiresRole(SiloRoles.State)]
public sealed partial class PrototypeGrain(
    [PersistentState("prototype", GrainStateStore.Name)] IPersistentState<PrototypeState> state,
    RunStore runs,
    RoundHistory rounds,
    SumsReader reports,
    DamageBook damages,
    ILogger<PrototypeGrain> logger) : Grain, IPrototypeGrain
{
    private PrototypeLedger _ledger = null!;
    private long _refused;

    private RunRecord Run { get; set; } = null!;

    private int ClassId { get; set; }

    /// <inheritdoc/>
    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        var since = Stopwatch.GetTimestamp();
        var key = this.GetPrimaryKeyString();
        Run = await runs.GetNow(PrclNames.RunOf(key));
        if (!int.TryParse(PrclNames.LastPartOf(key), NumberStyles.None, CultureInfo.InvariantCulture, out var classId) || classId >= Run.Classes.Count)
        {
            throw new PrclRequestException($"There is no class '{key}': run '{Run.Description.Name}' has {Run.Classes.Count} classes, numbered from 0.") { Code = RequestErrorCode.NoSuchClass };
        }

        ClassId = classId;
        _ledger = new PrototypeLedger(Run, classId, state, rounds, blob => reports.Read(blob, Run.Classes.Count), Refuse);
        await damages.Watch(key, _ledger.Open);
        GrainMeters.Recovered("prototype", since);
    }

    /// <inheritdoc/>
    public Task<PulledPrototype> Exchange(SumsMessage message) => _ledger.Exchange(message);

    /// <inheritdoc/>
    public async Task CatchUp(long round)
    {
        using var span = LearningTraces.Merge(Run.Description.Name, ClassId, round);
        try
        {
            await _ledger.CatchUp(round);
        }
        catch (StaleActivationException)
        {
            DeactivateOnIdle();
            throw;
        }
    }

    /// <inheritdoc/>
    public Task MakeWay(int generation)
    {
        if (Run.Description.Generation < generation)
        {
            DeactivateOnIdle();
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    [ReadOnly]
    public Task<PrototypeView> Query()
    {
        var (run, total, drift) = (Run, _ledger.Total, _ledger.Drift);
        return Task.FromResult(new PrototypeView(
            ClassId,
            run.Classes.Classes[ClassId].Name,
            _ledger.Round,
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
    public Task<ClassSums?> Committed() => Task.FromResult(_ledger.Committed?.ToMessage());

    /// <inheritdoc/>
    [ReadOnly]
    public Task<float[]> VirtualNegatives(long step, int count)
    {
        var settings = Run.Settings;
        if (count is < 0 or > 65536)
        {
            throw new PrclRequestException($"{count} virtual negatives asked for; 0 to 65,536 can be drawn at once.") { Code = RequestErrorCode.BadValue };
        }

        var total = _ledger.Total;
        var sampler = new VirtualNegativeSampler(settings.Seed, settings.VirtualRadius, settings.VirtualSpread);
        return Task.FromResult(IsStale(total) ? [] : sampler.Draw(total!, ClassId, step, count));
    }

    // A class that isn't seen any more loses evidence although nothing is folded into it.
    private double Evidence(PrototypeSums? total) => total?.CountAt(_ledger.Clock, Run.Settings.Prototypes.HalfLife) ?? 0;

    private bool IsStale(PrototypeSums? total) => total is null || Evidence(total) < Run.Settings.Prototypes.MinEvidence;

    private void Refuse(string trainer, string reason)
    {
        _refused++;
        LogRefused(this.GetPrimaryKeyString(), trainer, reason);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Prototype {Prototype} refused sums of {Trainer}: {Reason}")]
    private partial void LogRefused(string prototype, string trainer, string reason);
}
