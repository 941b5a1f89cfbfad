using System.Collections.Concurrent;
using Prcl.Grains.Blobs;

namespace Prcl.Grains.Backups;

/// <summary>
/// Brings a backup into an empty store, of files or of Azure, wherever it came from. Every byte is hashed on its way; there is a run when its
/// run.json is there, and these come last. Whatever fails, what was written is removed again.
/// </summary>
/// <param name="folder">The backup's folder: see <see cref="BackupFolder.Choose"/>.</param>
/// <param name="blobs">The store.</param>
public sealed class Restoration(string folder, IBlobStore blobs)
{
    private const int AtOnce = 8;
    private const int AppendBytes = 4 << 20;

    private readonly ConcurrentBag<string> _written = [];

    /// <summary>Restores.</summary>
    /// <param name="cancellation">Stops it; nothing is left.</param>
    /// <exception cref="BackupException">The backup isn't whole, or the store isn't empty; nothing is left.</exception>
    /// <exception cref="BlobStorageException">The storage failed; what could be removed is.</exception>
    public async Task<BackupManifest> Restore(CancellationToken cancellation = default)
    {
        var manifest = BackupManifest.Read(folder);
        await RequireEmpty(cancellation);
        RequireFiles(manifest);
        try
        {
            await Write(manifest.Blobs.Where(b => !IsRun(b)), cancellation);
            await Write(manifest.Blobs.Where(IsRun), cancellation);
            return manifest;
        }
        catch
        {
            await RemoveWritten();
            throw;
        }
    }

    private static bool IsRun(BackupBlob blob) => blob.Name.EndsWith("/run.json", StringComparison.Ordinal);

    private async Task RequireEmpty(CancellationToken cancellation)
    {
        var there = await blobs.List("", cancellation).Take(3).Select(b => b.Name).ToArrayAsync(cancellation);
        if (there.Length > 0)
        {
            throw new BackupException($"A backup is restored into an empty store only, and this one holds {string.Join(", ", there)}{(there.Length == 3 ? ", …" : "")}. Name another one, or empty it.");
        }
    }

    // What a look tells is told before anything is copied.
    private void RequireFiles(BackupManifest manifest)
    {
        foreach (var blob in manifest.Blobs)
        {
            var file = new FileInfo(BackupBlobs.PathOf(folder, blob.Name));
            if (!file.Exists || file.Length != blob.Length + BlobFile.HeaderLength)
            {
                throw new BackupException(file.Exists ? $"'{file.FullName}' is damaged: it holds {file.Length} bytes, not {blob.Length + BlobFile.HeaderLength}." : $"'{file.FullName}' is missing.");
            }
        }
    }

    private Task Write(IEnumerable<BackupBlob> some, CancellationToken cancellation) => Parallel.ForEachAsync(
        some, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellation }, async (blob, cancelled) =>
        {
            await using var from = BackupBlobs.Open(folder, blob.Name);
            try
            {
                await (blob.IsAppended ? Append(blob, from, cancelled) : Write(blob, from, cancelled));
            }
            catch (BlobConflictException conflict)
            {
                throw new BackupException($"Something else writes into this store: {conflict.Message}", conflict);
            }
        });

    private async Task Write(BackupBlob blob, Stream from, CancellationToken cancellation)
    {
        // Noted before, since a write that fails may have been done.
        _written.Add(blob.Name);
        await blobs.Write(
            blob.Name,
            async (to, cancelled) =>
            {
                // What doesn't match never appears.
                if ((await HashedCopy.Copy(from, to, long.MaxValue, cancelled)).Sha256 != blob.Sha256)
                {
                    throw Damaged(blob);
                }
            },
            BlobCondition.MustNotExist,
            cancellation);
    }

    private async Task Append(BackupBlob blob, Stream from, CancellationToken cancellation)
    {
        _written.Add(blob.Name);
        await using var to = new BlobAppender(blobs, blob.Name, AppendBytes);
        if ((await HashedCopy.Copy(from, to, long.MaxValue, cancellation)).Sha256 != blob.Sha256)
        {
            throw Damaged(blob);
        }

        await to.FlushAsync(cancellation);
    }

    private async Task RemoveWritten()
    {
        foreach (var name in _written.OrderByDescending(name => name.EndsWith("/run.json", StringComparison.Ordinal)))
        {
            try
            {
                await blobs.Delete(name);
            }
            catch (BlobStorageException)
            {
                // The failure that led here is the one to tell; what stays is found by the next try.
            }
        }
    }

    private BackupException Damaged(BackupBlob blob) => new($"'{BackupBlobs.PathOf(folder, blob.Name)}' is damaged: its SHA-256 isn't {blob.Sha256}.");
}
