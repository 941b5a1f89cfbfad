using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Prcl.Grains.Blobs;
using Prcl.Grains.Checks;
using Prcl.Grains.Logs;
using Prcl.Grains.Models;
using Prcl.Grains.Prototypes;
using Prcl.Grains.Rounds;
using Prcl.Grains.Runs;
using Prcl.Grains.Storage;
using Prcl.Grains.Streams;
using Prcl.Learning.Prototypes;
using Prcl.Learning.Training;

namespace Prcl.Chaos.Damage;

/// <summary>What a store holds, as a text for each kind of loss: two stores that hold the same have equal texts.</summary>
internal sealed class StoreSnapshot
{
    private static readonly Dictionary<string, string> Hashes = new(StringComparer.Ordinal);
    private readonly Dictionary<LossKinds, string> _texts = [];

    private StoreSnapshot()
    {
    }

    /// <summary>The kinds in which two stores differ.</summary>
    public LossKinds Difference(StoreSnapshot other) =>
        _texts.Where(t => other._texts[t.Key] != t.Value).Aggregate(LossKinds.None, (all, t) => all | t.Key);

    /// <summary>The text of one kind.</summary>
    public string Of(LossKinds kind) => _texts[kind];

    /// <summary>Reads a sound store.</summary>
    public static async Task<StoreSnapshot> Read(IBlobStore blobs)
    {
        var snapshot = new StoreSnapshot();
        foreach (var kind in Enum.GetValues<LossKinds>().Where(k => k != LossKinds.None))
        {
            snapshot._texts[kind] = "";
        }

        foreach (var run in DamageTemplate.Runs)
        {
            if (await new RunStore(blobs).Find(run) is { } record)
            {
                snapshot.Add(LossKinds.Run, run, record.Description.ClassesJson);
                snapshot.Add(LossKinds.Settings, run, string.Join(',', record.Description.Settings));
                await snapshot.AddLog(blobs, run);
                await snapshot.AddRounds(blobs, record);
            }
        }

        return snapshot;
    }

    private void Add(LossKinds kind, string run, string text) => _texts[kind] += $"{run}: {text}\n";

    private async Task AddLog(IBlobStore blobs, string run)
    {
        var (images, next) = (new SortedDictionary<long, string>(), 0L);
        var quarantined = new SortedSet<long>();
        await AppendLog.Open(blobs, StreamLog(run), new AppendLogOptions { KeepsWitness = false }, record => Note(record.Payload));
        Add(LossKinds.Records, run, string.Join(';', images));
        Add(LossKinds.Files, run, string.Join(',', quarantined));

        void Note(ReadOnlyMemory<byte> payload)
        {
            using var record = JsonDocument.Parse(payload);
            var (name, value) = record.RootElement.EnumerateObject().Select(p => (p.Name, p.Value)).Single();
            switch (name)
            {
                case "image":
                    images[next++] = value.GetProperty("sha256").GetString() + (value.TryGetProperty("labelSha256", out var label) ? label.GetString() : "");
                    break;
                case "lost":
                    next = value.GetProperty("nextSequence").GetInt64();
                    break;
                case "quarantine":
                    quarantined.Add(value.GetProperty("sequence").GetInt64());
                    break;
                case "deleted":
                    images.Remove(value.GetProperty("sequence").GetInt64());
                    break;
            }
        }
    }

    private async Task AddRounds(IBlobStore blobs, RunRecord run)
    {
        var (name, history, manifests) = (run.Description.Name, new RoundHistory(blobs), new SortedDictionary<long, RoundManifest>());
        await foreach (var round in history.Kept(name))
        {
            manifests[round] = (await history.Find(name, round))!;
        }

        var newest = manifests.Values.LastOrDefault();
        var state = await State<RunState>(blobs, $"state/run/run/{name}");
        Add(LossKinds.Aliases, name, string.Join(',', (state?.Aliases ?? []).OrderBy(a => a.Key, StringComparer.Ordinal).Select(a => $"{a.Key}={a.Value.Version}")) + state?.Stopped);
        Add(LossKinds.Versions, name, await Versions(blobs, name, state));
        Add(LossKinds.Scores, name, string.Join(',', (await State<Prcl.Grains.Evaluation.EvaluatorState>(blobs, $"state/evaluator/evaluator/{name}"))?.History.Select(h => $"{h.Version}:{h.MeanIou:R}") ?? []));
        Add(LossKinds.Rounds, name, $"{newest?.Clock} {(newest is null ? "" : await Hash(blobs, newest.ModelBlob))} {await Prototypes(blobs, run, manifests)}");
        Add(LossKinds.TrainedMarks, name, await Marks(blobs, name, manifests));
        var drifts = new List<string>();
        for (var k = 0; k < run.Classes.Count; k++)
        {
            drifts.Add(string.Join(',', (await State<PrototypeState>(blobs, $"state/prototype/prototype/{name}_2F{k}"))?.Drift.Select(d => $"{d}") ?? []));
        }

        Add(LossKinds.Drift, name, string.Join(';', drifts));
    }

    // Every version that can be had, with its content: copies of one version count once.
    private static async Task<string> Versions(IBlobStore blobs, string run, RunState? state)
    {
        var versions = (state?.Versions ?? []).Concat(state?.Aliases.Values.ToList() ?? []).Append(new ModelVersion(0, ModelStore.InitialModel(run), 0));
        var texts = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var blob in versions.Select(v => v.Blob).Distinct())
        {
            texts.Add(await Hash(blobs, blob));
        }

        return string.Join(',', texts);
    }

    private static async Task<string> Prototypes(IBlobStore blobs, RunRecord run, SortedDictionary<long, RoundManifest> manifests)
    {
        var texts = new List<string>();
        for (var k = 0; k < run.Classes.Count; k++)
        {
            var state = await State<PrototypeState>(blobs, $"state/prototype/prototype/{run.Description.Name}_2F{k}") ?? new PrototypeState();
            var sums = state.Sums?.ToSums();
            foreach (var manifest in manifests.Values.Where(m => m.Round >= state.Round))
            {
                sums = manifest.Rewind is { } rewind ? await Sums(blobs, rewind.SumsBlob, k) : sums;
                foreach (var report in manifest.Reports)
                {
                    sums = PrototypeSums.Merge(sums, await Sums(blobs, report.SumsBlob, k), run.Settings.Prototypes.HalfLife);
                }
            }

            // Ten digits: a checkpoint's prototypes were merged in another order than the grain's.
            texts.Add(sums is null ? "none" : string.Join(' ', sums.Information.Append(sums.Count).Select(v => v.ToString("E9", CultureInfo.InvariantCulture))));
        }

        return string.Join(';', texts);
    }

    private static async Task<string> Marks(IBlobStore blobs, string run, SortedDictionary<long, RoundManifest> manifests)
    {
        var state = await State<StreamState>(blobs, $"state/imagestream/stream/{run}_2F0") ?? new StreamState();
        var trained = new SortedSet<long>(SequenceRanges.Unpack([.. state.Trained]));
        foreach (var report in manifests.Values.Where(m => m.Round >= state.Round).SelectMany(m => m.Reports))
        {
            trained.UnionWith(SequenceRanges.Unpack(report.Trained.GetValueOrDefault(0, [])));
        }

        return string.Join(',', trained);
    }

    private static async Task<PrototypeSums?> Sums(IBlobStore blobs, string blob, int classId)
    {
        using var state = await new ModelStore(blobs).Read(blob);
        return LearnerState.Sums(state, "sums", classId);
    }

    // A state of a blob has an ETag that no other has, so what many stores share is read once.
    private static async Task<string> Hash(IBlobStore blobs, string blob)
    {
        if (await blobs.Head(blob) is not { } head)
        {
            return "missing";
        }

        return Hashes.TryGetValue(head.ETag, out var known) ? known : Hashes[head.ETag] = Convert.ToHexStringLower(SHA256.HashData((await blobs.Read(blob))!.Bytes))[..16];
    }

    private static async Task<T?> State<T>(IBlobStore blobs, string blob)
        where T : class => await blobs.Read(blob) is { } content ? StateFormat.Decode<T>(blob, content.Bytes) : null;

    private static string StreamLog(string run) => $"runs/{run}/stream/0000";
}
