using System.Runtime.CompilerServices;

namespace Prcl.Grains.Blobs;

/// <summary>
/// Blobs as files below one folder, which several processes of one machine may share. A write goes to a temporary file, fsync, rename,
/// fsync of the folder; an append is written in place and fsynced. Conditions are checked under a lock among processes. The folder
/// <c>.store</c> holds locks and temporary files.
/// </summary>
public sealed class FileBlobStore : IBlobStore, ISalvage, IDisposable
{
    private const int DiskThreadCount = 16;

    private readonly string _root;
    private readonly DurableFolders _folders;
    private readonly TemporaryFiles _temporary;
    private readonly DiskThreads _disk = new(DiskThreadCount);
    private readonly BlobLocks _locks;
    private readonly AppendedFiles _appended;
    private (string Name, string ETag) _verified;

    /// <summary>Opens or creates the store in a folder, and removes what processes that died left unfinished.</summary>
    /// <exception cref="IOException">The folder cannot be created or written.</exception>
    public FileBlobStore(string root)
    {
        ArgumentException.ThrowIfNullOrEmpty(root);
        _root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(root));
        var locks = Path.Combine(_root, ".store", "locks");
        Directory.CreateDirectory(locks);
        _folders = new DurableFolders(_root);
        _temporary = new TemporaryFiles(Path.Combine(_root, ".store", "temporary"));
        _locks = new BlobLocks(locks, _disk);
        _appended = new AppendedFiles(Publish);
    }

    /// <inheritdoc/>
    public Task<BlobContent?> Read(string name, CancellationToken cancellation = default)
        => WithFile(name, "Read", file => new BlobContent(file.ReadAll(), file.ETag), cancellation);

    /// <inheritdoc/>
    public Task<Stream?> OpenRead(string name, long offset = 0, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        return WithFile<Stream>(
            name,
            "Read",
            file =>
            {
                // Before a byte of it is handed out: who reads a checkpoint builds as it reads.
                file.Verify();
                return new BlobFileStream(file.ToStream(), name) { Position = offset };
            },
            cancellation);
    }

    /// <inheritdoc/>
    public Task<byte[]?> ReadRange(string name, long offset, int count, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        return WithFile(name, "Read", file => ReadRange(name, file, offset, count), cancellation);
    }

    /// <inheritdoc/>
    public Task<BlobHead?> Head(string name, CancellationToken cancellation = default)
        => WithFile(name, "Head", file => new BlobHead(file.Length, file.ETag), cancellation);

    /// <inheritdoc/>
    public Task<string> Write(string name, ReadOnlyMemory<byte> content, BlobCondition condition, CancellationToken cancellation = default)
        => Write(name, (stream, cancelled) => stream.WriteAsync(content, cancelled).AsTask(), condition, cancellation);

    /// <inheritdoc/>
    public async Task<string> Write(
        string name, Func<Stream, CancellationToken, Task> write, BlobCondition condition, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(write);
        var path = PathOf(name);
        var temporary = _temporary.NewPath();
        try
        {
            // Without the lock: a writer that has lost already need not trouble the disk.
            await OnDisk(name, "Write", () => Check(name, path, condition));
            var stream = new BlobFileStream(CreateTemporary(name, temporary), name);
            await using (stream)
            {
                await write(stream, cancellation);
            }

            var etag = await OnDisk(name, "Write", () => Seal(temporary, BlobFile.NewStamp(name, stream.Checksum)));
            await Locked(name, "Write", () => Check(name, path, condition) && Publish(temporary, path), cancellation);
            return etag;
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    /// <inheritdoc/>
    public Task Delete(string name, string? etag = null, CancellationToken cancellation = default)
    {
        var path = PathOf(name);
        return Locked(name, "Delete", Remove, cancellation);

        bool Remove()
        {
            // A damaged blob has no ETag, and may go all the same.
            if (etag is null ? !File.Exists(path) : !Has(name, path, etag))
            {
                return false;
            }

            File.Delete(path);
            DurableFolders.Flush(Path.GetDirectoryName(path)!);
            return true;
        }
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<BlobEntry> List(string prefix, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        // The folders still to be listed, in order; each is listed as a whole, on a disk thread.
        var open = new Stack<(string Name, bool IsFolder, long Length)>();
        var end = BlobName.CheckPrefix(prefix).LastIndexOf('/') + 1;
        open.Push((prefix[..end], true, 0));
        while (open.TryPop(out var entry))
        {
            cancellation.ThrowIfCancellationRequested();
            if (!entry.IsFolder)
            {
                yield return new BlobEntry(entry.Name, entry.Length);
                continue;
            }

            foreach (var child in await OnDisk(prefix, "List", () => BlobFolder.List(_root, entry.Name, prefix)))
            {
                open.Push(child);
            }
        }
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<string> Folders(string folder, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        cancellation.ThrowIfCancellationRequested();
        foreach (var (name, isFolder, _) in await OnDisk(folder, "List", () => BlobFolder.List(_root, BlobName.CheckFolder(folder), folder)))
        {
            if (isFolder)
            {
                yield return name[folder.Length..^1];
            }
        }
    }

    /// <inheritdoc/>
    public Task<long> Append(string name, long expectedLength, ReadOnlyMemory<byte> bytes, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(expectedLength);
        ArgumentOutOfRangeException.ThrowIfZero(bytes.Length, nameof(bytes));
        var path = PathOf(name);
        return Locked(name, "Append", () => _appended.Append(name, path, _temporary.NewPath(), expectedLength, bytes.Span), cancellation);
    }

    /// <inheritdoc/>
    public Task CutTail(string name, long expectedLength, long length, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, expectedLength);
        var path = PathOf(name);
        return Locked(name, "CutTail", () => _appended.CutTail(name, path, expectedLength, length), cancellation);
    }

    /// <inheritdoc/>
    public Task<byte[]?> ReadUnverified(string name, CancellationToken cancellation = default)
    {
        var path = PathOf(name);
        return OnDisk(name, "Read", () => File.Exists(path) ? BlobFile.Salvage(path, name) : null);
    }

    /// <inheritdoc/>
    public Task<long?> Probe(CancellationToken cancellation = default) => OnDisk("(a trial)", "Write", () =>
    {
        cancellation.ThrowIfCancellationRequested();
        _temporary.TryWriting();
        return (long?)new DriveInfo(_root).AvailableFreeSpace;
    });

    /// <summary>Stops the disk threads when they have done what was begun, and gives up the temporary files.</summary>
    public void Dispose()
    {
        _disk.Dispose();
        _temporary.Dispose();
    }

    private static bool Has(string name, string path, string etag)
    {
        using var file = BlobFile.Open(path, name);
        if (file is not null)
        {
            BlobCondition.MustMatch(etag).Check(name, file.ETag);
        }

        return file is not null;
    }

    private static bool Check(string name, string path, BlobCondition condition)
    {
        if (condition != BlobCondition.Any)
        {
            using var file = BlobFile.Open(path, name);
            condition.Check(name, file?.ETag);
        }

        return true;
    }

    // The header comes last: it tells the checksum of all that was written.
    private static string Seal(string temporary, Guid stamp)
    {
        using var handle = File.OpenHandle(temporary, FileMode.Open, FileAccess.Write);
        RandomAccess.Write(handle, BlobFile.Header(stamp, isAppended: false), 0);
        RandomAccess.FlushToDisk(handle);
        return BlobFile.ETagOf(stamp, RandomAccess.GetLength(handle) - BlobFile.HeaderLength);
    }

    private static FileStream CreateTemporary(string name, string temporary)
    {
        try
        {
            var file = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None, 64 * 1024, useAsync: true);
            file.Write(new byte[BlobFile.HeaderLength]);
            return file;
        }
        catch (Exception failure) when (DiskErrors.IsStorageFailure(failure))
        {
            throw DiskErrors.Name(name, "Write", failure);
        }
    }

    // Whoever takes a large blob piece by piece shouldn't have all of it read for each.
    private byte[] ReadRange(string name, BlobFile file, long offset, int count)
    {
        var state = (name, file.ETag);
        if (!file.IsAppended && _verified != state)
        {
            file.Verify();
            _verified = state;
        }

        return file.Read(offset, count);
    }

    private bool Publish(string temporary, string path)
    {
        var folder = Path.GetDirectoryName(path)!;
        _folders.Ensure(folder);
        File.Move(temporary, path, overwrite: true);
        DurableFolders.Flush(folder);
        return true;
    }

    /// <summary>The file of a blob, whether it is there or not.</summary>
    internal string PathOf(string name) => Path.Combine(_root, BlobName.Check(name));

    private async Task<T?> WithFile<T>(string name, string operation, Func<BlobFile, T> use, CancellationToken cancellation)
    {
        var path = PathOf(name);
        cancellation.ThrowIfCancellationRequested();
        if (_appended.IsUnsettled(name))
        {
            await Locked(name, operation, () => _appended.Settle(name, path), cancellation);
        }

        return await OnDisk(name, operation, () =>
        {
            using var file = BlobFile.Open(path, name);
            return file is null ? default : use(file);
        });
    }

    private Task<T> OnDisk<T>(string name, string operation, Func<T> work) => Named(name, operation, _disk.Run(work));

    private Task<T> Locked<T>(string name, string operation, Func<T> work, CancellationToken cancellation)
        => Named(name, operation, _locks.Under(name, work, cancellation));

    private static async Task<T> Named<T>(string name, string operation, Task<T> work)
    {
        try
        {
            return await work;
        }
        catch (Exception failure) when (DiskErrors.IsStorageFailure(failure))
        {
            throw DiskErrors.Name(name, operation, failure);
        }
    }
}
