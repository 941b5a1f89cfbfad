using System.Globalization;
using Prcl.Contracts;
using Prcl.Grains.Blobs;
using Prcl.Grains.Models;
using Prcl.Grains.Prototypes;
using Prcl.Grains.Rounds;
using Prcl.Grains.Runs;
using Prcl.Grains.Streams;

namespace Prcl.Grains.Checks.Histories;

/// <summary>A run's manifests, checkpoints and states as they are stored, sound or not.</summary>
internal sealed class HistoryFacts
{
    private readonly Dictionary<string, string?> _checkpoints = new(StringComparer.Ordinal);
    private readonly ModelStore _models;

    private HistoryFacts(ModelStore models) => _models = models;

    /// <summary>Manifests that can be read, by round.</summary>
    public SortedDictionary<long, RoundManifest> Sound { get; } = [];

    /// <summary>What is wrong with the others, by round.</summary>
    public SortedDictionary<long, string> Damaged { get; } = [];

    /// <summary>The run's state.</summary>
    public required StoredState<RunState> Run { get; init; }

    /// <summary>The prototypes' states, by class.</summary>
    public required StoredState<PrototypeState>[] Prototypes { get; init; }

    /// <summary>The streams' states, by partition.</summary>
    public required StoredState<StreamState>[] Streams { get; init; }

    /// <summary>Every checkpoint and every file of class sums.</summary>
    public List<string> Checkpoints { get; } = [];

    /// <summary>The newest round of which there is a manifest; −1 without any.</summary>
    public long Newest => Math.Max(Sound.Keys.DefaultIfEmpty(-1).Last(), Damaged.Keys.DefaultIfEmpty(-1).Last());

    /// <summary>A number above every round that anything stored knows of.</summary>
    public long Unused { get; private set; }

    /// <summary>Every incarnation that anything stored knows of is below it.</summary>
    public long IncarnationLimit { get; private set; }

    /// <summary>Rounds below this one some grain has folded.</summary>
    public long FoldedBySome => Folded.Append(Run.Value?.RoundHint ?? 0).Max();

    /// <summary>Rounds below this one every grain has folded whose state can be read; from it on manifests are needed.</summary>
    public long FoldedByAll => Folded.DefaultIfEmpty(Newest + 1).Min();

    // A state that isn't there is that of a grain which has folded nothing, if the manifests begin with the first round: it folds them all.
    private IEnumerable<long> Folded => Prototypes.Where(s => s.Fault is null && !IsLost(s)).Select(s => s.Value?.Round ?? 0)
        .Concat(Streams.Where(s => s.Fault is null && !IsLost(s)).Select(s => s.Value?.Round ?? 0));

    /// <summary>Reads them.</summary>
    public static async Task<HistoryFacts> Read(IBlobStore blobs, RunRecord run)
    {
        var (name, models) = (run.Id, new ModelStore(blobs));
        var facts = new HistoryFacts(models)
        {
            Run = await StoredState<RunState>.Read(blobs, "run", "run", name),
            Prototypes = await Task.WhenAll(Enumerable.Range(0, run.Classes.Count)
                .Select(k => StoredState<PrototypeState>.Read(blobs, "prototype", "prototype", PrclNames.PrototypeKey(name, k)))),
            Streams = await Task.WhenAll(Enumerable.Range(0, run.Settings.Partitions)
                .Select(p => StoredState<StreamState>.Read(blobs, "imagestream", "stream", PrclNames.StreamKey(name, p)))),
        };
        var rounds = new RoundHistory(blobs);
        await foreach (var round in rounds.Kept(name))
        {
            var (manifest, fault) = await Reading.Try(() => rounds.Find(name, round));
            if (manifest is not null)
            {
                facts.Sound[round] = manifest;
            }
            else
            {
                facts.Damaged[round] = fault ?? "is missing";
            }
        }

        facts.Unused = Math.Max(facts.Newest + 1, facts.FoldedBySome);
        facts.IncarnationLimit = 1 + facts.Sound.Values.SelectMany(m => m.Reports.Select(r => r.Incarnation)).Append(facts.Run.Value?.Incarnation ?? 0).Max();
        foreach (var folder in new[] { $"runs/{name}/models/", $"runs/{name}/reports/" })
        {
            await foreach (var entry in blobs.List(folder))
            {
                facts.Checkpoints.Add(entry.Name);
                facts.Count(entry.Name[folder.Length..], isReport: folder.EndsWith("reports/", StringComparison.Ordinal));
            }
        }

        return facts;
    }

    /// <summary>Whether a state is missing that must have been stored: the rounds that made it are gone.</summary>
    public bool IsLost<T>(StoredState<T> state)
        where T : class => state is { Value: null, Fault: null } && Newest >= 0 && Math.Min(Sound.Keys.DefaultIfEmpty(long.MaxValue).First(), Damaged.Keys.DefaultIfEmpty(long.MaxValue).First()) > 0;

    /// <summary>What is wrong with a checkpoint; null when it can be read as a whole.</summary>
    public async Task<string?> FaultOf(string blob)
    {
        if (!_checkpoints.TryGetValue(blob, out var fault))
        {
            var (found, broken) = await Reading.Try(async () => (object?)await _models.Verify(blob));
            fault = _checkpoints[blob] = broken ?? (found is false ? "is missing" : null);
        }

        return fault;
    }

    // NNNNNNNNNNNN-INCARNATION… of a report, NNNNNNNNNNNN-ATTEMPT… of a version.
    private void Count(string file, bool isReport)
    {
        var parts = file.Split('-', '.');
        if (long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var round))
        {
            Unused = Math.Max(Unused, isReport ? round + 1 : round);
        }

        if (isReport && parts.Length > 1 && long.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var incarnation))
        {
            IncarnationLimit = Math.Max(IncarnationLimit, incarnation + 1);
        }
    }
}
