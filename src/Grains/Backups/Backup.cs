using System.Collections.Concurrent;
using Prcl.Grains.Blobs;
using Prcl.Grains.Images;
using Prcl.Grains.Logs;
using Prcl.Grains.Removal;
using Prcl.Grains.Runs;
using Prcl.Images.Datasets;
using Prcl.Learning.Settings;

namespace Prcl.Grains.Backups;

/// <summary>Backs a store up, every run in it, beside silos that go on working with it.</summary>
/// <param name="blobs">The store.</param>
/// <param name="time">Tells the time.</param>
public sealed class Backup(IBlobStore blobs, TimeProvider time)
{
    private const int AtOnce = 8;

    /// <summary>Makes a backup.</summary>
    /// <param name="folder">Where it goes; what is in the newest one there is taken from it.</param>
    /// <param name="cancellation">Stops it; nothing is left.</param>
    /// <exception cref="BackupException">There is nothing to back up, or the backup can't be sure of being consistent; nothing is left.</exception>
    /// <exception cref="BlobStorageException">The storage failed; nothing is left.</exception>
    public async Task<BackupResult> Make(BackupFolder folder, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(folder);
        var began = time.GetUtcNow().UtcDateTime;
        var part = folder.Begin(began);
        try
        {
            var writer = new BackupWriter(blobs, part, EarlierBackup.Open(folder.Newest));
            await using var pin = await BackupPin.Take(blobs, time, cancellation);
            var (runs, files) = await TakeRuns(writer, cancellation);
            var absent = await TakeImages(writer, files, cancellation);
            await pin.Confirm(cancellation);
            var manifest = new BackupManifest(began, runs, absent, [.. writer.Blobs]);
            manifest.Write(part);
            return new BackupResult(folder.Complete(part), manifest, writer.NewBytes);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new BackupException($"'{folder.Location}' can't be written: {failure.Message}", failure);
        }
        finally
        {
            if (Directory.Exists(part))
            {
                Directory.Delete(part, recursive: true);
            }
        }
    }

    private async Task<(List<BackupRun> Runs, HashSet<string> Files)> TakeRuns(BackupWriter writer, CancellationToken cancellation)
    {
        var states = await StoredStates.List(blobs, cancellation);
        var (store, runs, files) = (new RunStore(blobs), new List<BackupRun>(), new HashSet<string>(StringComparer.Ordinal));
        await TakeTombstones(writer, cancellation);
        foreach (var id in await store.Ids(cancellation))
        {
            var before = writer.Blobs.Select(b => b.Name).ToHashSet(StringComparer.Ordinal);
            try
            {
                // One that is being created isn't there yet.
                if (await store.FindById(id) is { } run)
                {
                    var copy = new RunCopy(blobs, run, states.Of(id), writer);
                    runs.Add(await copy.Take(cancellation));
                    files.UnionWith(copy.Files);
                }
            }
            catch (Exception fault) when (fault is BackupException or InvalidDataException or LogCorruptedException or LogFormatException or SettingsException or DatasetException)
            {
                // One damaged run mustn't keep the others from being backed up.
                runs.Add(new BackupRun(RunId.NameOf(id), 0, 0, fault.Message));
                foreach (var blob in writer.Blobs.Where(b => !before.Contains(b.Name)))
                {
                    writer.Remove(blob.Name);
                }
            }
        }

        return runs.Exists(r => r.Fault is null) ? (runs, files)
            : throw new BackupException(runs.Count == 0 ? "There is no run to back up." : $"No run can be backed up: {string.Join(" ", runs.Select(r => $"{r.Name}: {r.Fault}"))}");
    }

    // Without them a name's first run, which is gone, would hide the one that is there.
    private async Task TakeTombstones(BackupWriter writer, CancellationToken cancellation)
    {
        await foreach (var entry in blobs.List(Tombstones.Folder, cancellation))
        {
            await writer.Copy(entry.Name, cancellation);
        }
    }

    private static async Task<string[]> TakeImages(BackupWriter writer, HashSet<string> files, CancellationToken cancellation)
    {
        // Looked at again: a file that is being collected while it is pushed once more is away for a moment.
        var absent = await Try(files);
        return absent.IsEmpty ? [] : [.. (await Try([.. absent.Keys])).Values.Order(StringComparer.Ordinal)];

        async Task<ConcurrentDictionary<string, string>> Try(IReadOnlyCollection<string> sha256)
        {
            var faults = new ConcurrentDictionary<string, string>(StringComparer.Ordinal);
            await Parallel.ForEachAsync(sha256, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellation }, async (file, cancelled) =>
            {
                if (await TakeImage(writer, file, cancelled) is { } fault)
                {
                    faults[file] = fault;
                }
            });
            return faults;
        }
    }

    private static async Task<string?> TakeImage(BackupWriter writer, string sha256, CancellationToken cancellation)
    {
        var hash = ContentHash.Parse(sha256);
        var name = ImageBlobs.NameOf(hash);
        if (await writer.Copy(name, cancellation) is not { } blob)
        {
            return $"{name} is missing";
        }

        if (blob.Sha256 == hash)
        {
            return null;
        }

        writer.Remove(name);
        return $"{name} is damaged: its {blob.Length} bytes have the hash {blob.Sha256}";
    }
}
