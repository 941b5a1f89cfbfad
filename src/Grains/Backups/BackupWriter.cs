using System.Collections.Concurrent;
using Prcl.Grains.Blobs;

namespace Prcl.Grains.Backups;

/// <summary>
/// Takes blobs of a store into a backup: what is in the backup before, unchanged, is linked to it; a written file of a store on the same file
/// system is linked to the store's; everything else is copied. What isn't in the backup before is read, and hashed.
/// </summary>
/// <param name="source">The store.</param>
/// <param name="folder">The new backup's folder.</param>
/// <param name="earlier">The backup before; null for none.</param>
internal sealed class BackupWriter(IBlobStore source, string folder, EarlierBackup? earlier)
{
    private readonly ConcurrentDictionary<string, BackupBlob> _blobs = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, bool> _new = new(StringComparer.Ordinal);

    /// <summary>What the backup holds so far.</summary>
    public IReadOnlyCollection<BackupBlob> Blobs => [.. _blobs.Values.OrderBy(b => b.Name, StringComparer.Ordinal)];

    /// <summary>Bytes that aren't in the backup before.</summary>
    public long NewBytes => _blobs.Values.Where(b => _new.ContainsKey(b.Name)).Sum(b => b.Length);

    /// <summary>Takes a blob that was written in one piece.</summary>
    /// <returns>The blob; null when there is none.</returns>
    public async Task<BackupBlob?> Copy(string name, CancellationToken cancellation)
    {
        if (_blobs.TryGetValue(name, out var known))
        {
            return known;
        }

        if (await source.Head(name, cancellation) is not { } found)
        {
            return null;
        }

        return TryLinkEarlier(name, found) ?? await TryLinkStored(name, found, cancellation) ?? await CopyBytes(name, found, long.MaxValue, isAppended: false, cancellation);
    }

    /// <summary>Takes a small blob as it is at one moment, and answers its bytes; null when there is none.</summary>
    public async Task<byte[]?> CopyAndRead(string name, CancellationToken cancellation)
    {
        if (await source.Read(name, cancellation) is not { } content)
        {
            return null;
        }

        var head = new BlobHead(content.Bytes.Length, content.ETag);
        _ = TryLinkEarlier(name, head)
            ?? await Write(name, head, new MemoryStream(content.Bytes), long.MaxValue, isAppended: false, cancellation);
        return content.Bytes;
    }

    /// <summary>Takes the beginning of a blob that is appended to.</summary>
    public async Task CopyLog(string name, long length, CancellationToken cancellation)
    {
        var found = await source.Head(name, cancellation);
        if (found?.Length == length && TryLinkEarlier(name, found) is not null)
        {
            return;
        }

        if (found is null || (await CopyBytes(name, found, length, isAppended: true, cancellation))?.Length != length)
        {
            throw new BackupException($"'{name}' became shorter while it was copied.");
        }
    }

    /// <summary>Leaves a blob out after all.</summary>
    public void Remove(string name)
    {
        if (_blobs.TryRemove(name, out _))
        {
            File.Delete(BackupBlobs.PathOf(folder, name));
        }
    }

    private BackupBlob? TryLinkEarlier(string name, BlobHead found) =>
        earlier?.Find(name, found) is { } same && BackupBlobs.TryLink(folder, name, same.File)
            ? Add(same.Blob with { ETag = found.ETag }, isNew: false)
            : null;

    private async Task<BackupBlob?> TryLinkStored(string name, BlobHead found, CancellationToken cancellation)
    {
        // What is appended to changes in place, and so would the backup.
        if (source is not FileBlobStore files || !BackupBlobs.TryLink(folder, name, files.PathOf(name)))
        {
            return null;
        }

        await using var linked = BackupBlobs.Open(folder, name);
        var (length, sha256) = await HashedCopy.Copy(linked, Stream.Null, long.MaxValue, cancellation);
        return Add(new BackupBlob(name, length, sha256, found.ETag, IsAppended: false), isNew: true);
    }

    private async Task<BackupBlob?> CopyBytes(string name, BlobHead found, long length, bool isAppended, CancellationToken cancellation)
    {
        await using var from = await source.OpenRead(name, 0, cancellation);
        return from is null ? null : await Write(name, found, from, length, isAppended, cancellation);
    }

    private async Task<BackupBlob> Write(string name, BlobHead found, Stream from, long length, bool isAppended, CancellationToken cancellation)
    {
        await using var file = BackupBlobs.Create(folder, name);
        await using var content = new BlobFileStream(file, name);
        var (copied, sha256) = await HashedCopy.Copy(from, content, length, cancellation);
        BackupBlobs.Seal(file, name, content.Checksum, isAppended);
        return Add(new BackupBlob(name, copied, sha256, found.ETag, isAppended), isNew: true);
    }

    private BackupBlob Add(BackupBlob blob, bool isNew)
    {
        _blobs[blob.Name] = blob;
        if (isNew)
        {
            _new[blob.Name] = true;
        }

        return blob;
    }
}
