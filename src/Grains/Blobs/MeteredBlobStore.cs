using Prcl.Grains.Metrics;
using Prcl.Grains.Room;

namespace Prcl.Grains.Blobs;

/// <summary>Counts the bytes that go to a store and come from it, and notices when it has no room or a blob is damaged.</summary>
/// <param name="store">The store.</param>
/// <param name="room">Told of writes that failed; null: nobody is.</param>
/// <param name="damaged">Told of each damaged blob, by name and in words; null: nobody is.</param>
public sealed class MeteredBlobStore(IBlobStore store, StorageRoom? room = null, Action<string, string>? damaged = null) : IBlobStore
{
    /// <inheritdoc/>
    public async Task<BlobContent?> Read(string name, CancellationToken cancellation = default)
    {
        var content = await Watched(() => store.Read(name, cancellation));
        GrainMeters.Read(content?.Bytes.Length ?? 0);
        return content;
    }

    /// <inheritdoc/>
    public async Task<Stream?> OpenRead(string name, long offset = 0, CancellationToken cancellation = default) =>
        await Watched(() => store.OpenRead(name, offset, cancellation)) is { } stream ? new CountedStream(stream, GrainMeters.Read) : null;

    /// <inheritdoc/>
    public async Task<byte[]?> ReadRange(string name, long offset, int count, CancellationToken cancellation = default)
    {
        var bytes = await Watched(() => store.ReadRange(name, offset, count, cancellation));
        GrainMeters.Read(bytes?.Length ?? 0);
        return bytes;
    }

    /// <inheritdoc/>
    public async Task<string> Write(string name, ReadOnlyMemory<byte> content, BlobCondition condition, CancellationToken cancellation = default)
    {
        var etag = await Watched(() => store.Write(name, content, condition, cancellation));
        GrainMeters.Written(content.Length);
        return etag;
    }

    /// <inheritdoc/>
    public Task<string> Write(string name, Func<Stream, CancellationToken, Task> write, BlobCondition condition, CancellationToken cancellation = default) => Watched(() => store.Write(
        name,
        async (stream, cancelled) =>
        {
            await using var counted = new CountedStream(stream, GrainMeters.Written, leaveOpen: true);
            await write(counted, cancelled);
        },
        condition,
        cancellation));

    /// <inheritdoc/>
    public Task Delete(string name, string? etag = null, CancellationToken cancellation = default) => store.Delete(name, etag, cancellation);

    /// <inheritdoc/>
    public Task<bool> Exists(string name, CancellationToken cancellation = default) => store.Exists(name, cancellation);

    /// <inheritdoc/>
    public Task<BlobHead?> Head(string name, CancellationToken cancellation = default) => Watched(() => store.Head(name, cancellation));

    /// <inheritdoc/>
    public IAsyncEnumerable<BlobEntry> List(string prefix, CancellationToken cancellation = default) => store.List(prefix, cancellation);

    /// <inheritdoc/>
    public IAsyncEnumerable<string> Folders(string folder, CancellationToken cancellation = default) => store.Folders(folder, cancellation);

    /// <inheritdoc/>
    public async Task<long> Append(string name, long expectedLength, ReadOnlyMemory<byte> bytes, CancellationToken cancellation = default)
    {
        var length = await Watched(() => store.Append(name, expectedLength, bytes, cancellation));
        GrainMeters.Written(bytes.Length);
        return length;
    }

    /// <inheritdoc/>
    public Task CutTail(string name, long expectedLength, long length, CancellationToken cancellation = default) =>
        store.CutTail(name, expectedLength, length, cancellation);

    /// <inheritdoc/>
    public Task<long?> Probe(CancellationToken cancellation = default) => store.Probe(cancellation);

    private async Task<T> Watched<T>(Func<Task<T>> work)
    {
        try
        {
            return await work();
        }
        catch (BlobStorageException failure)
        {
            room?.Observe(failure);
            if (failure.IsDamaged)
            {
                damaged?.Invoke(failure.Name, failure.Message);
            }

            throw;
        }
    }
}
