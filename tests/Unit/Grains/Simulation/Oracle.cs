using System.Text.Json;
using Prcl.Contracts.Prototypes;
using Prcl.Contracts.Runs;
using Prcl.Grains.Blobs;
using Prcl.Grains.Models;
using Prcl.Grains.Prototypes;
using Prcl.Grains.Rounds;
using Prcl.Grains.Runs;
using Prcl.Grains.Storage;
using Prcl.Grains.Streams;
using Prcl.Grains.Streams.Doubts;
using Prcl.Learning.Prototypes;

namespace Prcl.Unit.Grains.Simulation;

/// <summary>Sees everything that reaches the disk, and knows from it alone what must be true.</summary>
internal sealed class Oracle(World world)
{
    private readonly Dictionary<(string Trainer, int ClassId, long Round), HashSet<double>> _sent = [];
    private readonly HashSet<(long Incarnation, long Round)> _committed = [];
    private readonly HashSet<(string Image, string? Label)> _acknowledged = [];
    private readonly Dictionary<string, int> _deleted = new(StringComparer.Ordinal);
    private readonly HashSet<object> _settled = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<(string Partition, long Sequence), HashSet<(long Incarnation, long Attempt)>> _attempts = [];

    /// <summary>What blobs hold, and what follows.</summary>
    public Evidence Evidence { get; } = new(world.Run.Id, world.Run.Settings.Prototypes.HalfLife);

    /// <summary>The manifests in the order of their commits, those removed since too.</summary>
    public List<RoundManifest> History { get; } = [];

    /// <summary>Manifests that are still there.</summary>
    public int Kept => History.Count(m => Exists(RoundHistory.BlobOf(world.Run.Id, m.Round)));

    /// <summary>Rounds that were written again after their removal.</summary>
    public HashSet<long> Ghosts { get; } = [];

    /// <summary>What was found to be wrong first; null while nothing is.</summary>
    public string? Violation { get; private set; }

    /// <summary>Images whose storing was confirmed.</summary>
    public int Acknowledged => _acknowledged.Count;

    public void Acknowledge(string image, string? label) => _acknowledged.Add((image, label));

    /// <summary>A client has its answer: whatever of this request is delivered yet changes nothing any more.</summary>
    public void Settle(object request) => _settled.Add(request);

    /// <summary>Whether the client of a request has its answer.</summary>
    public bool IsSettled(object request) => _settled.Contains(request);

    /// <summary>A trainer has tried in vain to read an image.</summary>
    public void Attempted(string partition, long sequence, (long Incarnation, long Attempt) attempt) =>
        (_attempts.TryGetValue((partition, sequence), out var known) ? known : _attempts[(partition, sequence)] = []).Add(attempt);

    /// <summary>An image is in quarantine.</summary>
    public void CheckQuarantined(int partition, long sequence) => Require(
        _attempts.GetValueOrDefault(($"{partition}", sequence))?.Count >= 3, $"partition {partition}: image {sequence} is in quarantine before three attempts have failed");

    /// <summary>Deletions that were confirmed.</summary>
    public int Deleted => _deleted.Values.Sum();

    public void AcknowledgeDeletion(string image) => _deleted[image] = _deleted.GetValueOrDefault(image) + 1;

    /// <summary>A roll-back was confirmed: it has been committed once.</summary>
    public void RolledBack(RoundAssignment start, long version, int epoch)
    {
        CheckAssignment(start);
        var found = History.Where(m => m.Rewind is not null && m.Epoch == epoch + 1).ToArray();
        Require(found is [{ Rewind: { } rewind }] && rewind.Version == version && start.Epoch > epoch, $"epoch {epoch} is confirmed to be rolled back to version {version}, but isn't");
    }

    /// <summary>A version was refused: it may be retired, or the run may have been rolled back otherwise.</summary>
    public void Refused(string reason, long version, int epoch) => Require(
        (version > 0 && version <= History.Count - world.Run.Settings.Retention.KeepVersions) || (History.Count > 0 && History[^1].Epoch > epoch),
        $"version {version} is refused in epoch {epoch}: {reason}");

    /// <summary>A trainer tells sums of an open round; its evidence stands in the dimension of its number.</summary>
    public void Sent(string trainer, int dimension, int classId, long round, PrototypeSums sums) =>
        (_sent.TryGetValue((trainer, classId, round), out var known) ? known : _sent[(trainer, classId, round)] = []).Add(sums.Information[dimension]);

    /// <summary>A blob was written.</summary>
    public void Written(string name, ReadOnlyMemory<byte> content)
    {
        if (!name.StartsWith($"runs/{world.Run.Id}/rounds/", StringComparison.Ordinal))
        {
            return;
        }

        var manifest = JsonDocument.Parse(content).RootElement.GetProperty("manifest").Deserialize<RoundManifest>(JsonSerializerOptions.Web)!;
        if (manifest.Round < History.Count)
        {
            // Removed long ago, and written again by an activation that has slept: it must not get anybody to stand on it.
            Ghosts.Add(manifest.Round);
            return;
        }

        Require(manifest.Round == History.Count, $"round {manifest.Round} is committed when {History.Count} rounds are: the history forks");
        Require(History.Count == 0 || manifest.Previous == History[^1].Id, $"round {manifest.Round} doesn't stand on the one before: the history forks");
        CheckReports(manifest);
        CheckEpoch(manifest);
        Require(Exists(manifest.ModelBlob), $"round {manifest.Round} publishes a version that isn't there");
        History.Add(manifest);
    }

    /// <summary>A blob is about to go: nobody may need it any more.</summary>
    public async Task Deleting(string name)
    {
        if (name.StartsWith($"runs/{world.Run.Id}/rounds/", StringComparison.Ordinal))
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

        var expected = Evidence.Expected(History, classId, ledger.Round);
        Require(Evidence.IsSame(expected, ledger.Committed), $"prototype {classId} at round {ledger.Round} isn't the sum over the committed reports");
    }

    /// <summary>A trainer is told to begin with a version that the history knows.</summary>
    public void CheckAssignment(RoundAssignment round) => Require(
        round.Round <= History.Count && (round.Round == 0 || (History[(int)round.Round - 1] is var before
            && (before.ModelBlob, before.Clock, before.StepsDone, before.Epoch) == (round.ModelBlob, round.Clock, round.StepsDone, round.Epoch))),
        $"incarnation {round.Incarnation} is told to begin round {round.Round} with {round.ModelBlob}, which no committed round has published");

    /// <summary>A partition that has folded a roll-back leases nothing to trainers of the time before.</summary>
    public void CheckLeased(int count, long incarnation, long round) => Require(
        count == 0 || Ghosts.Count > 0 || !IsFenced(incarnation, round), $"incarnation {incarnation} leases images, although it is fenced below round {round}");

    /// <summary>What a restarted run knows.</summary>
    public void CheckRestarted(RunProtocol run)
    {
        Require(run.Rounds.Round == History.Count, $"a restarted run opens round {run.Rounds.Round}, but {History.Count} rounds are committed");
        Require(run.Rounds.Epoch == (History.Count == 0 ? 0 : History[^1].Epoch), $"a restarted run is in epoch {run.Rounds.Epoch}");
        var (baseline, expected) = (run.Versions.Find(Baseline.Alias)!, ExpectedBaseline());
        Require(
            (baseline.Version, baseline.Blob) == (expected, expected == 0 ? ModelStore.InitialModel(world.Run.Id) : History[(int)expected - 1].ModelBlob),
            $"a restarted run's baseline is version {baseline.Version} ({baseline.Blob}), but must be {expected}");
        foreach (var version in run.Versions.Kept.Where(v => v.Version > 0))
        {
            Require(Exists(version.Blob), $"the run keeps version {version.Version}, but {version.Blob} isn't there");
        }
    }

    /// <summary>A pulled prototype is committed evidence and, of each other trainer, sums that it has sent for a round still open.</summary>
    public void CheckPulled(int classId, int dimension, long incarnation, PulledPrototype pulled)
    {
        if (world.Run.Settings.Prototypes.HalfLife > 0 || Ghosts.Count > 0)
        {
            return;
        }

        var committed = Evidence.Expected(History, classId, pulled.Round)?.Information ?? new double[World.Width];
        for (var d = 0; d < World.Width; d++)
        {
            var pending = (pulled.Sums?.Information[d] ?? 0) - committed[d];
            var isKnown = pending == 0 || (d != dimension && d < SimulatedTrainer.Count && _sent.Any(s => s.Key.Trainer == SimulatedTrainer.KeyOf(d) && s.Key.ClassId == classId && s.Key.Round >= pulled.Round && s.Value.Contains(pending)));
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
            Require(Evidence.IsSame(Evidence.Expected(History, k, History.Count), state.Sums?.ToSums()), $"prototype {k} isn't the sum over the committed reports");
        }

        var logged = new HashSet<(string, string?)>();
        for (var p = 0; p < world.Run.Settings.Partitions; p++)
        {
            var log = new LogCheck(this, world.Run.Id, p);
            await log.Read(world.Disk);
            logged.UnionWith(log.Logged);
            var there = log.There;
            Require(_deleted.All(d => Partitioning.Of(d.Key, world.Run.Settings.Partitions) != p || d.Value <= log.Deletions.GetValueOrDefault(d.Key)), $"partition {p}: an acknowledged deletion isn't in the log");

            var named = History.SelectMany(m => m.Reports).SelectMany(r => SequenceRanges.Unpack(r.Trained.GetValueOrDefault(p, []))).ToHashSet();
            var state = await State<StreamState>("stream", "stream", World.StreamKey(p));
            Require(state.Round == History.Count, $"partition {p} has folded {state.Round} of {History.Count} rounds");
            Require(ExpectedDoubts(p).All(d => new DoubtBook(state).Of(d.Key)?.ClassId == d.Value.ClassId && new DoubtBook(state).LevelOf(d.Key) == d.Value.Level), $"partition {p}: the doubts aren't the manifests'");
            var marked = SequenceRanges.Unpack([.. state.Trained]).ToHashSet();
            Require(named.IsSubsetOf(marked) && !marked.Except(named).Any(log.CanWait), $"partition {p}: the trained marks aren't the manifests'");
            foreach (var stream in world.Active.OfType<StreamActivation>().Where(a => a.Key == World.StreamKey(p)))
            {
                var index = stream.Partition.Index;
                var images = index.List(0, int.MaxValue, false);
                Require(there.SetEquals(images.Select(i => i.Sequence)), $"partition {p}: the index isn't the log");
                Require(named.Intersect(there).ToHashSet().SetEquals(images.Where(i => i.Trained).Select(i => i.Sequence)), $"partition {p}: the index's trained marks aren't the manifests'");
            }
        }

        Require(_acknowledged.IsSubsetOf(logged), "an acknowledged image or label isn't in the log");
    }

    // Of each image what the last round says that saw it: the largest of that round's.
    private Dictionary<long, (byte Level, int ClassId)> ExpectedDoubts(int partition)
    {
        var expected = new Dictionary<long, (byte Level, int ClassId)>();
        foreach (var manifest in History)
        {
            var told = manifest.Reports.SelectMany(r => r.Doubts!).Where(d => d.Partition == partition)
                .SelectMany(d => d.Levels.Select((level, i) => (Sequence: d.Ranges[0] + i, Level: level, ClassId: d.Classes[i]))).Where(d => d.Level > 0);
            foreach (var same in told.GroupBy(d => d.Sequence))
            {
                expected[same.Key] = same.Select(d => (d.Level, d.ClassId)).Max();
            }
        }

        return expected;
    }

    public void Require(bool holds, string otherwise) => Violation ??= holds ? null : otherwise;

    private void CheckReports(RoundManifest manifest)
    {
        var (round, reports) = (manifest.Round, manifest.Reports);
        Require(reports.Length > 0 != manifest.Rewind is not null, $"round {round} commits {reports.Length} reports and {manifest.Rewind}");
        Require(reports.All(r => r.Round == round || r.Round == round - 1), $"round {round} commits reports of other rounds");
        Require(reports.All(r => _committed.Add((r.Incarnation, r.Round))), $"round {round} commits a report again");
        Require(reports.All(r => Exists(r.SumsBlob) && Exists(r.WeightsBlob)), $"round {round} names a report that isn't there");
        Require(reports.All(r => !IsFenced(r.Incarnation, round)), $"round {round} commits a report of an earlier epoch");
    }

    // Clock and schedule are those of the round before, or of the version that training is rolled back to, plus what is committed.
    private void CheckEpoch(RoundManifest manifest)
    {
        var before = manifest.Rewind is { } rewind ? rewind.Version - 1 : manifest.Round - 1;
        var (clock, steps) = before < 0 ? (0, 0) : (History[(int)before].Clock, History[(int)before].StepsDone);
        var epoch = manifest.Round == 0 ? 0 : History[^1].Epoch;
        Require(before < manifest.Round, $"round {manifest.Round} goes back to the future");
        Require(manifest.Epoch == epoch + (manifest.Rewind is null ? 0 : 1), $"round {manifest.Round} is of epoch {manifest.Epoch} after {epoch}");
        Require(manifest.Clock == clock + manifest.Reports.Sum(r => r.Images), $"round {manifest.Round}: the clock isn't the sum of its images");
        Require(manifest.StepsDone == steps + manifest.Reports.Select(r => r.Steps).DefaultIfEmpty(0).Max(), $"round {manifest.Round}: the schedule's position is wrong");
        Require(manifest.Rewind is null || Exists(manifest.Rewind.SumsBlob), $"round {manifest.Round} names prototypes that aren't there");
    }

    // The last version that nothing unlabelled has been learned for.
    private long ExpectedBaseline()
    {
        var (baseline, hasSeen) = (0L, false);
        foreach (var manifest in History)
        {
            hasSeen |= manifest.Reports.Any(r => r.Trained.Values.Any(ranges => ranges.Length > 0));
            baseline = hasSeen && manifest.StepsDone > world.Run.Settings.SelfTraining.UnsupervisedBegin ? baseline : manifest.Round + 1;
        }

        return baseline;
    }

    private bool IsFenced(long incarnation, long round) => History.Take((int)round).Any(m => incarnation < m.Rewind?.FencedBelow);

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
