using System.Text.Json;
using Prcl.Contracts.Prototypes;
using Prcl.Contracts.Runs;
using Prcl.Grains.Blobs;
using Prcl.Grains.Logs;
using Prcl.Grains.Prototypes;
using Prcl.Grains.Rounds;
using Prcl.Grains.Storage;
using Prcl.Grains.Streams;
using Prcl.Learning.Prototypes;

namespace Prcl.Unit.Grains.Simulation;

/// <summary>Sees everything that reaches the disk, and knows from it alone what must be true.</summary>
internal sealed class Oracle(World world)
{
    private readonly Dictionary<string, PrototypeSums?[]> _sums = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Trainer, int ClassId, long Round), HashSet<double>> _sent = [];
    private readonly HashSet<(long Incarnation, long Round)> _committed = [];
    private readonly HashSet<(string Image, string? Label)> _acknowledged = [];

    /// <summary>The manifests in the order of their commits, those removed since too.</summary>
    public List<RoundManifest> History { get; } = [];

    /// <summary>Manifests that are still there.</summary>
    public int Kept => History.Count(m => Exists($"runs/run/rounds/{m.Round:D12}.json"));

    /// <summary>Rounds that were written again after their removal.</summary>
    public HashSet<long> Ghosts { get; } = [];

    /// <summary>What was found to be wrong first; null while nothing is.</summary>
    public string? Violation { get; private set; }

    /// <summary>Images whose storing was confirmed.</summary>
    public int Acknowledged => _acknowledged.Count;

    public void Acknowledge(string image, string? label) => _acknowledged.Add((image, label));

    /// <summary>A trainer writes its report's sums.</summary>
    public void Report(string blob, PrototypeSums?[] sums) => _sums[blob] = sums;

    public PrototypeSums?[] SumsOf(string blob) => _sums[blob];

    /// <summary>A trainer tells sums of an open round; its evidence stands in the dimension of its number.</summary>
    public void Sent(string trainer, int dimension, int classId, long round, PrototypeSums sums) =>
        (_sent.TryGetValue((trainer, classId, round), out var known) ? known : _sent[(trainer, classId, round)] = []).Add(sums.Information[dimension]);

    /// <summary>A blob was written.</summary>
    public void Written(string name, ReadOnlyMemory<byte> content)
    {
        if (!name.StartsWith("runs/run/rounds/", StringComparison.Ordinal))
        {
            return;
        }

        var manifest = JsonDocument.Parse(content).RootElement.GetProperty("manifest").Deserialize<RoundManifest>(JsonSerializerOptions.Web)!;
        var reports = manifest.Reports;
        if (manifest.Round < History.Count)
        {
            // Removed long ago, and written again by an activation that has slept: it must not get anybody to stand on it.
            Ghosts.Add(manifest.Round);
            return;
        }

        Require(manifest.Round == History.Count, $"round {manifest.Round} is committed when {History.Count} rounds are: the history forks");
        Require(History.Count == 0 || manifest.Previous == History[^1].Id, $"round {manifest.Round} doesn't stand on the one before: the history forks");
        Require(manifest.Clock == (History.Count == 0 ? 0 : History[^1].Clock) + reports.Sum(r => r.Images), $"round {manifest.Round}: the clock isn't the sum of its images");
        Require(reports.Length > 0 && reports.All(r => r.Round == manifest.Round || r.Round == manifest.Round - 1), $"round {manifest.Round} commits reports of other rounds");
        Require(reports.All(r => _committed.Add((r.Incarnation, r.Round))), $"round {manifest.Round} commits a report again");
        Require(reports.All(r => Exists(r.SumsBlob) && Exists(r.WeightsBlob)) && Exists(manifest.ModelBlob), $"round {manifest.Round} names a blob that isn't there");
        History.Add(manifest);
    }

    /// <summary>A blob is about to go: nobody may need it any more.</summary>
    public async Task Deleting(string name)
    {
        if (name.StartsWith("runs/run/rounds/", StringComparison.Ordinal))
        {
            var round = long.Parse(Path.GetFileNameWithoutExtension(name), System.Globalization.CultureInfo.InvariantCulture);
            Require(await FoldedBelow() > round, $"round {round} is removed before everybody has folded it");
            Require(round < History.Count - 1, $"round {round} is removed, the newest");
        }
        else
        {
            Require(History.Count == 0 || History[^1].ModelBlob != name, $"the newest version's checkpoint {name} is removed");
        }
    }

    /// <summary>What a prototype holds, whatever has happened to it, is the sum over the committed reports below its round.</summary>
    /// <param name="classId">The class.</param>
    /// <param name="ledger">What it holds.</param>
    /// <param name="isOvertaken">Whether another activation has saved since, so that this one never can: it may stand on a ghost.</param>
    public void CheckPrototype(int classId, PrototypeLedger ledger, bool isOvertaken)
    {
        if (isOvertaken && Ghosts.Any(g => g < ledger.Round))
        {
            return;
        }

        var expected = Expected(classId, ledger.Round);
        Require(IsSame(expected, ledger.Committed), $"prototype {classId} at round {ledger.Round} isn't the sum over the committed reports");
    }

    /// <summary>A trainer is told to begin with a version that the history knows.</summary>
    public void CheckAssignment(RoundAssignment round) => Require(
        round.Round <= History.Count && (round.Round == 0 || (History[(int)round.Round - 1] is var before && before.ModelBlob == round.ModelBlob && before.Clock == round.Clock)),
        $"incarnation {round.Incarnation} is told to begin round {round.Round} with {round.ModelBlob}, which no committed round has published");

    /// <summary>A pulled prototype is committed evidence and, of each other trainer, sums that it has sent for a round still open.</summary>
    public void CheckPulled(int classId, int dimension, long incarnation, PulledPrototype pulled)
    {
        if (world.Run.Settings.HalfLife > 0 || Ghosts.Count > 0)
        {
            return;
        }

        var committed = Expected(classId, pulled.Round)?.Information ?? new double[World.Width];
        for (var d = 0; d < SimulatedTrainer.Count; d++)
        {
            var pending = (pulled.Sums?.Information[d] ?? 0) - committed[d];
            var isKnown = pending == 0 || (d != dimension && _sent.Any(s => s.Key.Trainer == SimulatedTrainer.KeyOf(d) && s.Key.ClassId == classId && s.Key.Round >= pulled.Round && s.Value.Contains(pending)));
            Require(isKnown, $"prototype {classId} answers incarnation {incarnation} with {pending} pending of trainer {d}, which never sent that");
        }
    }

    /// <summary>Everything at the end, from the disk.</summary>
    public async Task CheckAll()
    {
        for (var k = 0; k < World.Classes; k++)
        {
            var state = await State<PrototypeState>("prototype", "prototype", World.ClassKey(k));
            Require(state.Round == History.Count, $"prototype {k} has folded {state.Round} of {History.Count} rounds");
            Require(IsSame(Expected(k, History.Count), state.Sums?.ToSums()), $"prototype {k} isn't the sum over the committed reports");
        }

        var logged = new HashSet<(string, string?)>();
        for (var p = 0; p < world.Run.Settings.Partitions; p++)
        {
            List<string> images = [];
            Dictionary<string, string?> labels = [];
            await AppendLog.Open(world.Disk, StreamPartition.LogOf(World.RunKey, p), null, record =>
            {
                var stored = StreamRecord.Decode(record.Payload.Span);
                if (stored.Image is { } logging)
                {
                    images.Add(logging.Sha256);
                    labels[logging.Sha256] = logging.LabelSha256;
                    logged.UnionWith([(logging.Sha256, null), (logging.Sha256, logging.LabelSha256)]);
                }
                else if (stored.Label is { } label)
                {
                    var image = images[(int)label.Sequence];
                    Require(labels.GetValueOrDefault(image) != label.LabelSha256, $"a label of image {label.Sequence} is logged twice");
                    labels[image] = label.LabelSha256;
                    logged.Add((image, label.LabelSha256));
                }
            });
            Require(images.Distinct().Count() == images.Count, $"partition {p}: an image is logged twice");

            var named = History.SelectMany(m => m.Reports).SelectMany(r => SequenceRanges.Unpack(r.Trained.GetValueOrDefault(p, []))).ToHashSet();
            var state = await State<StreamState>("stream", "stream", World.StreamKey(p));
            Require(state.Round == History.Count, $"partition {p} has folded {state.Round} of {History.Count} rounds");
            Require(named.SetEquals(SequenceRanges.Unpack([.. state.Trained])), $"partition {p}: the trained marks aren't the manifests'");
            foreach (var stream in world.Active.OfType<StreamActivation>().Where(a => a.Key == World.StreamKey(p)))
            {
                var index = stream.Partition.Index;
                Require(named.SetEquals(Enumerable.Range(0, index.Count).Select(i => (long)i).Where(i => index[i].Trained)), $"partition {p}: the index's trained marks aren't the manifests'");
            }
        }

        Require(_acknowledged.IsSubsetOf(logged), "an acknowledged image or label isn't in the log");
    }

    public void Require(bool holds, string otherwise) => Violation ??= holds ? null : otherwise;

    // Plain loops, and no code of the ledger's: Σ 2^(−(C − c)/T)·x.
    private PrototypeSums? Expected(int classId, long round)
    {
        var found = History.Take((int)round).SelectMany(m => m.Reports).Select(r => _sums[r.SumsBlob][classId]).OfType<PrototypeSums>().ToList();
        if (found.Count == 0)
        {
            return null;
        }

        var (clock, halfLife, count) = (found.Max(s => s.Clock), world.Run.Settings.HalfLife, 0.0);
        double[] precision = new double[World.Width], information = new double[World.Width], second = new double[World.Width];
        foreach (var sums in found)
        {
            var kept = halfLife > 0 ? Math.Pow(2, -(clock - sums.Clock) / halfLife) : 1;
            count += kept * sums.Count;
            for (var d = 0; d < World.Width; d++)
            {
                precision[d] += kept * sums.Precision[d];
                information[d] += kept * sums.Information[d];
                second[d] += kept * sums.SecondMoment[d];
            }
        }

        return new PrototypeSums(precision, information, second, count, clock);
    }

    private static bool IsSame(PrototypeSums? expected, PrototypeSums? actual) => expected is null || actual is null
        ? expected is null && actual is null
        : expected.Clock == actual.Clock && IsNear(expected.Count, actual.Count)
            && expected.Precision.Concat(expected.Information).Concat(expected.SecondMoment)
                .Zip(actual.Precision.Concat(actual.Information).Concat(actual.SecondMoment)).All(p => IsNear(p.First, p.Second));

    private static bool IsNear(double a, double b) => Math.Abs(a - b) <= 1e-9 * Math.Abs(a);

    private async Task<long> FoldedBelow()
    {
        var below = long.MaxValue;
        for (var k = 0; k < World.Classes; k++)
        {
            below = Math.Min(below, (await State<PrototypeState>("prototype", "prototype", World.ClassKey(k))).Round);
        }

        for (var p = 0; p < world.Run.Settings.Partitions; p++)
        {
            below = Math.Min(below, (await State<StreamState>("stream", "stream", World.StreamKey(p))).Round);
        }

        return below;
    }

    private async Task<T> State<T>(string type, string name, string key)
        where T : new()
    {
        var blob = StateName.Of(name, GrainId.Create(type, key));
        return await world.Disk.Read(blob) is { } content ? StateFormat.Decode<T>(blob, content.Bytes) : new T();
    }

    public string? StoredETag(int classId) => world.Disk.Read(StateName.Of("prototype", GrainId.Create("prototype", World.ClassKey(classId)))).Result?.ETag;

    private bool Exists(string blob) => ((IBlobStore)world.Disk).Exists(blob).Result;
}
