using Prcl.Grains.Blobs;
using Prcl.Grains.Models;
using Prcl.Grains.Rounds;
using Prcl.Grains.Runs;

namespace Prcl.Grains.Checks.Histories;

/// <summary>
/// A run's rounds: manifests, checkpoints, and the states of the grains that fold them. What only grains hold is made again from the newest
/// checkpoint, which carries its prototypes. Where a round is lost that somebody needs, or has folded already, the run begins a new
/// epoch from its newest sound version, under a number that no round has had.
/// </summary>
/// <param name="blobs">The store.</param>
/// <param name="run">The run.</param>
/// <param name="time">Tells the time.</param>
internal sealed class HistoryCheck(IBlobStore blobs, RunRecord run, TimeProvider time) : ICheckPart
{
    private readonly string _name = run.Id;
    private readonly List<Finding> _found = [];
    private HistoryFacts _facts = null!;
    private HistoryRepair _repair = null!;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Finding>> Look()
    {
        _found.Clear();
        _facts = await HistoryFacts.Read(blobs, run);
        _repair = new HistoryRepair(blobs, run, _facts, time);
        await LookAtRounds();
        LookAtStates();
        await LookAtVersions();
        await LookAtTheRest();
        return _found;
    }

    /// <inheritdoc/>
    public Task Repair() => _repair.Do();

    // What somebody needs to go on: then a new epoch has to begin.
    private async Task LookAtRounds()
    {
        var needed = new List<(string Blob, string Fault)>();
        foreach (var (round, fault) in _facts.Damaged)
        {
            if (round >= _facts.FoldedByAll || round == _facts.Newest)
            {
                needed.Add((RoundHistory.BlobOf(_name, round), fault));
            }
            else
            {
                _found.Add(new Finding(RoundHistory.BlobOf(_name, round), fault, Loss.Nothing));
            }
        }

        for (var round = _facts.FoldedByAll; round <= Math.Max(_facts.Newest, _facts.FoldedBySome - 1); round++)
        {
            if (!_facts.Sound.TryGetValue(round, out var manifest))
            {
                if (!_facts.Damaged.ContainsKey(round))
                {
                    needed.Add((RoundHistory.BlobOf(_name, round), "is missing"));
                }

                continue;
            }

            foreach (var sums in manifest.Reports.Select(r => r.SumsBlob).Concat(manifest.Rewind is { } rewind ? [rewind.SumsBlob] : []))
            {
                if (await _facts.FaultOf(sums) is { } fault)
                {
                    needed.Add((sums, fault));
                }
            }
        }

        if (_facts.FoldedBySome > _facts.Newest + 1 && needed.Count == 0)
        {
            needed.Add((RoundHistory.BlobOf(_name, _facts.FoldedBySome - 1), "is missing"));
        }

        if (_facts.Sound.TryGetValue(_facts.Newest, out var newest))
        {
            foreach (var blob in new[] { newest.ModelBlob, newest.VelocityBlob }.OfType<string>())
            {
                if (await _facts.FaultOf(blob) is { } fault)
                {
                    needed.Add((blob, fault));
                }
            }
        }

        if (needed.Count > 0)
        {
            var loss = await _repair.BeginEpoch();
            _found.AddRange(needed.Select(n => new Finding(n.Blob, n.Fault, loss)));
        }
    }

    private void LookAtStates()
    {
        for (var k = 0; k < _facts.Prototypes.Length; k++)
        {
            if (FaultOf(_facts.Prototypes[k]) is { } fault)
            {
                _found.Add(new Finding(_facts.Prototypes[k].Blob, fault, new Loss(LossKinds.Drift, "the curve of the prototype's drift")));
                _repair.Prototype(k);
            }
        }

        for (var p = 0; p < _facts.Streams.Length; p++)
        {
            if (FaultOf(_facts.Streams[p]) is { } fault)
            {
                var first = _facts.Sound.Keys.DefaultIfEmpty(0).First();
                _found.Add(new Finding(
                    _facts.Streams[p].Blob, fault, first == 0 ? Loss.Nothing : new Loss(LossKinds.TrainedMarks, $"which images rounds below {first} have trained on: they are trained on again")));
                _repair.Stream(p);
            }
        }

        var lost = _facts.Run is { Value: null, Fault: null } && _facts.Newest >= 0;
        if ((_facts.Run.Fault ?? (lost ? "is missing" : null)) is { } broken)
        {
            _found.Add(new Finding(_facts.Run.Blob, broken, new Loss(LossKinds.Aliases | LossKinds.Versions, "the run's aliases with versions that only they kept, and whether it was stopped")));
            _repair.RunState();
        }
    }

    // Versions that people can ask for; the newest was looked at with the rounds.
    private async Task LookAtVersions()
    {
        if (_facts.Run.Value is { } state)
        {
            foreach (var version in state.Versions.Concat(state.Aliases.Values).DistinctBy(v => v.Blob).Where(v => v.Blob != ModelStore.InitialModel(_name)))
            {
                if (await _facts.FaultOf(version.Blob) is { } fault)
                {
                    _repair.Version(version.Blob);
                    if (_found.TrueForAll(f => f.Blob != version.Blob))
                    {
                        _found.Add(new Finding(version.Blob, fault, LossOf(version, state)));
                    }
                }
            }
        }

        var initial = ModelStore.InitialModel(_name);
        if (await _facts.FaultOf(initial) is { } damaged)
        {
            _found.Add(new Finding(initial, damaged, await _repair.InitialModel()));
        }
    }

    private static Loss LossOf(ModelVersion version, RunState state)
    {
        string[] aliases = [.. state.Aliases.Where(a => a.Value.Blob == version.Blob).Select(a => a.Key).Order(StringComparer.Ordinal)];
        return aliases.Length == 0
            ? new Loss(LossKinds.Versions, $"version {version.Version}")
            : new Loss(LossKinds.Versions | LossKinds.Aliases, $"version {version.Version}, and the aliases that name it: {string.Join(", ", aliases)}");
    }

    private async Task LookAtTheRest()
    {
        foreach (var blob in _facts.Checkpoints)
        {
            if (await _facts.FaultOf(blob) is { } fault && _found.TrueForAll(f => f.Blob != blob))
            {
                _found.Add(new Finding(blob, fault, Loss.Nothing));
            }
        }
    }

    private string? FaultOf<T>(StoredState<T> state)
        where T : class => state.Fault ?? (_facts.IsLost(state) ? "is missing" : null);
}
