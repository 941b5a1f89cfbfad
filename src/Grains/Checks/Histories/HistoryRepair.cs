using Prcl.Grains.Blobs;
using Prcl.Grains.Models;
using Prcl.Grains.Prototypes;
using Prcl.Grains.Rounds;
using Prcl.Grains.Runs;
using Prcl.Grains.Streams;
using Prcl.Grains.Streams.Doubts;
using Prcl.Learning.Checkpoints;
using Prcl.Learning.Training;

namespace Prcl.Grains.Checks.Histories;

/// <summary>Repairs a run's rounds: gathers what has to be done while they are looked at, and does it in an order that an interruption doesn't harm.</summary>
/// <param name="blobs">The store.</param>
/// <param name="run">The run.</param>
/// <param name="facts">What is stored.</param>
/// <param name="time">Tells the time.</param>
internal sealed class HistoryRepair(IBlobStore blobs, RunRecord run, HistoryFacts facts, TimeProvider time)
{
    private readonly string _name = run.Id;
    private readonly ModelStore _models = new(blobs);
    private readonly RoundHistory _rounds = new(blobs);
    private readonly HashSet<int> _prototypes = [];
    private readonly HashSet<int> _streams = [];
    private readonly HashSet<string> _versions = new(StringComparer.Ordinal);
    private ModelVersion? _from;
    private bool _isStuck;
    private bool _makesRunState;
    private NamedTensors? _initial;

    /// <summary>The round that is open once all is done.</summary>
    private long Open => _from is null ? facts.Newest + 1 : facts.Unused;

    /// <summary>Begins a new epoch from the newest sound version.</summary>
    /// <returns>What that loses.</returns>
    public async Task<Loss> BeginEpoch()
    {
        _from = await NewestSound();
        _isStuck = _from is null;
        return _from is { } version
            ? new Loss(
                LossKinds.Rounds | LossKinds.TrainedMarks | LossKinds.Versions | LossKinds.Aliases,
                $"what was learned after version {version.Version} ({version.Clock} image draws), the newest that is sound: training goes on from it in a new epoch")
            : new Loss(LossKinds.Run, "the run's training: no sound version is left to go on from, and no repair brings one back");
    }

    /// <summary>Makes a prototype's state again.</summary>
    public void Prototype(int classId) => _prototypes.Add(classId);

    /// <summary>Makes a stream's trained marks again.</summary>
    public void Stream(int partition) => _streams.Add(partition);

    /// <summary>Makes the run's state again.</summary>
    public void RunState() => _makesRunState = true;

    /// <summary>Forgets versions with this checkpoint.</summary>
    public void Version(string blob) => _versions.Add(blob);

    /// <summary>Makes the initial model again, as the run's settings say.</summary>
    /// <returns>What that loses.</returns>
    public async Task<Loss> InitialModel()
    {
        (_initial, var fault) = await Reading.Try(() => InitialModels.TryMake(run));
        return _initial is not null ? Loss.Nothing : new Loss(LossKinds.Versions, $"version 0: {fault ?? "the weights that it began with aren't here"}");
    }

    /// <summary>Does everything.</summary>
    public async Task Do()
    {
        if (_initial is not null)
        {
            await _models.Write(ModelStore.InitialModel(_name), _initial);
            _initial.Dispose();
        }

        if (_isStuck)
        {
            return;
        }

        // The manifest first: found without what follows, it is a sound version to begin from again.
        var manifest = _from is { } from ? await Commit(from) : null;
        await RepairPrototypes(manifest);
        await RepairStreams();
        await RepairRunState();
        await RemoveDamaged();
    }

    private async Task<ModelVersion?> NewestSound()
    {
        var kept = facts.Run.Value is { } state ? state.Versions.Concat(state.Aliases.Values) : [];
        var candidates = facts.Sound.Values.Select(VersionOf).Concat(kept).Append(new ModelVersion(0, ModelStore.InitialModel(_name), 0)).OrderByDescending(v => v.Version);
        foreach (var version in candidates)
        {
            if (await facts.FaultOf(version.Blob) is null)
            {
                return version;
            }
        }

        return null;
    }

    private async Task<RoundManifest> Commit(ModelVersion from)
    {
        var start = await EpochStart.Copy(_models, run, facts.Unused + 1, from);
        var epoch = 1 + facts.Sound.Values.Select(m => m.Epoch).Append(run.Description.Epoch).Concat(facts.Prototypes.Select(p => p.Value?.Epoch ?? 0)).Max();
        var manifest = new RoundManifest(
            epoch, facts.Unused, start.ModelBlob, from.Clock, start.StepsDone, time.GetUtcNow().UtcDateTime, [], null, Guid.NewGuid(),
            facts.Sound.Count > 0 ? facts.Sound.Values.Last().Id : Guid.Empty, new Rewind(from.Version, start.SumsBlob, facts.IncarnationLimit));
        await _rounds.Commit(_name, manifest);
        return manifest;
    }

    private async Task RepairPrototypes(RoundManifest? begun)
    {
        var newest = facts.Sound.GetValueOrDefault(facts.Newest);
        if (begun is null && _prototypes.Count == 0)
        {
            return;
        }

        using var checkpoint = begun is null && newest is not null ? await _models.Read(newest.ModelBlob) : null;
        for (var k = 0; k < facts.Prototypes.Length; k++)
        {
            var stored = facts.Prototypes[k];
            if (begun is not null)
            {
                // What it holds ends with the epoch: the round that begins the next one brings its sums.
                var state = stored.Value ?? new PrototypeState { Epoch = begun.Epoch - 1 };
                state.Round = begun.Round;
                await stored.Write(blobs, state);
            }
            else if (_prototypes.Contains(k))
            {
                await Restore(stored, newest, checkpoint, k);
            }
        }
    }

    private async Task Restore(StoredState<PrototypeState> stored, RoundManifest? newest, NamedTensors? checkpoint, int classId)
    {
        if (newest is null || checkpoint is null)
        {
            await blobs.Delete(stored.Blob);
            return;
        }

        await stored.Write(blobs, new PrototypeState
        {
            Epoch = newest.Epoch,
            Round = newest.Round + 1,
            Clock = newest.Clock,
            Sums = LearnerState.Sums(checkpoint, "prototypes", classId)?.ToMessage(),
        });
    }

    private async Task RepairStreams()
    {
        for (var partition = 0; partition < facts.Streams.Length; partition++)
        {
            var stored = facts.Streams[partition];
            if (_from is null && !_streams.Contains(partition))
            {
                continue;
            }

            var state = stored.Value ?? new StreamState();
            foreach (var manifest in facts.Sound.Values.Where(m => m.Round >= state.Round))
            {
                foreach (var report in manifest.Reports)
                {
                    TrainedRanges.Append(state.Trained, report.Trained.GetValueOrDefault(partition, []), neverWaits: _ => false);
                }

                new DoubtBook(state).Fold(partition, manifest.Reports);
                state.FencedBelow = Math.Max(state.FencedBelow, manifest.Rewind?.FencedBelow ?? 0);
            }

            state.Round = Open;
            await stored.Write(blobs, state);
        }
    }

    private async Task RepairRunState()
    {
        if (_from is null && !_makesRunState && _versions.Count == 0)
        {
            return;
        }

        var state = facts.Run.Value ?? new RunState { HasSeenUnlabelled = facts.Newest >= 0, Incarnation = facts.IncarnationLimit - 1 };
        if (_makesRunState)
        {
            foreach (var manifest in facts.Sound.Values)
            {
                if (await facts.FaultOf(manifest.ModelBlob) is null)
                {
                    new VersionBook(_name, state).Add(VersionOf(manifest));
                }
            }
        }

        state.Versions.RemoveAll(v => _versions.Contains(v.Blob));
        foreach (var alias in state.Aliases.Where(a => _versions.Contains(a.Value.Blob)).Select(a => a.Key).ToArray())
        {
            state.Aliases.Remove(alias);
        }

        state.RoundHint = Open;
        state.Failure = null;
        await facts.Run.Write(blobs, state);
    }

    private async Task RemoveDamaged()
    {
        foreach (var round in facts.Damaged.Keys)
        {
            await _rounds.Remove(_name, round);
        }

        foreach (var blob in facts.Checkpoints)
        {
            if (await facts.FaultOf(blob) is not null && (blob != ModelStore.InitialModel(_name) || _initial is null))
            {
                await _models.Remove(blob);
            }
        }
    }

    private static ModelVersion VersionOf(RoundManifest manifest) =>
        new(manifest.Round + 1, manifest.ModelBlob, manifest.Clock, manifest.StepsDone, manifest.Epoch, manifest.Rewind?.Version);
}
