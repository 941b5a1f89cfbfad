using Prcl.Contracts;
using Prcl.Grains.Blobs;
using Prcl.Grains.Logs;
using Prcl.Grains.Models;
using Prcl.Grains.Prototypes;
using Prcl.Grains.Rounds;
using Prcl.Grains.Runs;
using Prcl.Grains.Storage;
using Prcl.Grains.Streams;

namespace Prcl.Grains.Backups;

/// <summary>
/// Takes one run into a backup while it trains. The order is what makes it consistent: what is taken later may know more than what was taken
/// before, never less. States first: a grain catches up from manifests, but none can go back. Then the manifests from the oldest that a state
/// still needs, up to the newest. Then the logs, which hold every image that a manifest marks. At last what manifests, states and logs name,
/// which the backup's pin keeps from being removed meanwhile.
/// </summary>
/// <param name="blobs">The store, pinned.</param>
/// <param name="run">The run.</param>
/// <param name="states">Its grains' states.</param>
/// <param name="writer">Where it goes.</param>
internal sealed class RunCopy(IBlobStore blobs, RunRecord run, IReadOnlyList<(string State, string Key, string Blob)> states, BackupWriter writer)
{
    private readonly string _id = run.Id;
    private readonly RoundHistory _rounds = new(blobs);
    private readonly HashSet<string> _named = new(StringComparer.Ordinal) { ModelStore.InitialModel(run.Id) };
    private readonly Dictionary<string, long> _folded = new(StringComparer.Ordinal);
    private long _hint;

    /// <summary>The SHA-256 of the images' and labels' files, which are the caller's to take: runs share them.</summary>
    public HashSet<string> Files { get; } = new(StringComparer.Ordinal);

    /// <summary>Takes everything but the images.</summary>
    /// <exception cref="BackupException">Something that is named isn't there.</exception>
    /// <exception cref="InvalidDataException">A state or a manifest is damaged.</exception>
    /// <exception cref="LogCorruptedException">A log is damaged.</exception>
    /// <exception cref="BlobStorageException">The storage failed.</exception>
    public async Task<BackupRun> Take(CancellationToken cancellation)
    {
        await TakeStates(cancellation);
        var round = await TakeManifests(cancellation);
        var images = await TakeLogs(cancellation);
        foreach (var blob in _named)
        {
            _ = await writer.Copy(blob, cancellation) ?? throw new BackupException($"'{blob}' isn't there, though a manifest or a state names it.");
        }

        await foreach (var change in blobs.List(SettingsHistory.FolderOf(_id), cancellation))
        {
            await writer.Copy(change.Name, cancellation);
        }

        await writer.Copy(RunStore.BlobOf(_id), cancellation);
        return new BackupRun(run.Description.Name, round, images);
    }

    private async Task TakeStates(CancellationToken cancellation)
    {
        // Of the evaluator's and the run's the evaluator's first: then a version that it takes for the best has its alias.
        foreach (var (state, key, blob) in states.OrderBy(s => s.State == "run"))
        {
            if (await writer.CopyAndRead(blob, cancellation) is not { } bytes)
            {
                continue;
            }

            switch (state)
            {
                case "prototype":
                    _folded[$"class {PrclNames.LastPartOf(key)}"] = StateFormat.Decode<PrototypeState>(blob, bytes).Round;
                    break;
                case "stream":
                    _folded[$"partition {PrclNames.LastPartOf(key)}"] = StateFormat.Decode<StreamState>(blob, bytes).Round;
                    break;
                case "run":
                    var own = StateFormat.Decode<RunState>(blob, bytes);
                    _hint = own.RoundHint;
                    _named.UnionWith(own.Versions.Concat(own.Aliases.Values).Select(v => v.Blob));
                    break;
            }
        }
    }

    // The oldest that a grain has yet to fold, or that the open round stands on. A grain without a state has folded none.
    private long Oldest => Enumerable.Range(0, run.Classes.Count).Select(k => $"class {k}")
        .Concat(Enumerable.Range(0, run.Settings.Partitions).Select(p => $"partition {p}"))
        .Select(grain => _folded.GetValueOrDefault(grain)).Append(Math.Max(_hint - 1, 0)).Min();

    private async Task<long> TakeManifests(CancellationToken cancellation)
    {
        // Where it ends is settled here: rounds may be committed as fast as manifests are copied.
        var end = await _rounds.Kept(_id).LastOrDefaultAsync(-1, cancellation) + 1;
        if (_folded.Values.Append(_hint).Max() is var known && known > end)
        {
            throw Missing(known - 1, "a grain's state knows of it");
        }

        for (var round = Oldest; round < end; round++)
        {
            _ = await writer.CopyAndRead(RoundHistory.BlobOf(_id, round), cancellation) ?? throw Missing(round, $"that of round {end - 1} is there");
            Name(await _rounds.Find(_id, round) ?? throw Missing(round, "it was there a moment ago"));
        }

        return end;
    }

    private void Name(RoundManifest manifest)
    {
        _named.Add(manifest.ModelBlob);
        _named.UnionWith(manifest.Reports.SelectMany(r => new[] { r.WeightsBlob, r.SumsBlob }));
        _named.UnionWith(new[] { manifest.VelocityBlob, manifest.Rewind?.SumsBlob }.OfType<string>());
    }

    private async Task<long> TakeLogs(CancellationToken cancellation)
    {
        var images = 0L;
        for (var partition = 0; partition < run.Settings.Partitions; partition++)
        {
            var log = StreamPartition.LogOf(_id, partition);
            var files = await LoggedFiles.Read(blobs, log, (segment, length) => writer.CopyLog(segment, length, cancellation), cancellation);
            Files.UnionWith(files.Sha256);
            images += files.Images;
        }

        return images;
    }

    private static BackupException Missing(long round, string why) => new($"the manifest of round {round} is missing, but {why}.");
}
