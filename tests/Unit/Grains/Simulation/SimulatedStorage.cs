using Prcl.Grains.Blobs;
using Prcl.Unit.Grains.Blobs;

namespace Prcl.Unit.Grains.Simulation;

/// <summary>The shared disk as one life reaches it: calls take a while, fail, lose their answers, land later, tear, or are the last thing it did.</summary>
internal sealed class SimulatedStorage(World world, Life life) : IBlobStore
{
    private readonly MemoryBlobStore _store = world.Disk;

    public Task<BlobContent?> Read(string name, CancellationToken cancellation = default) => Look(name, () => _store.Read(name, default));

    public Task<Stream?> OpenRead(string name, long offset = 0, CancellationToken cancellation = default) => Look(name, () => _store.OpenRead(name, offset, default));

    public Task<byte[]?> ReadRange(string name, long offset, int count, CancellationToken cancellation = default) => Look(name, () => _store.ReadRange(name, offset, count, default));

    public Task<BlobHead?> Head(string name, CancellationToken cancellation = default) => Look(name, () => _store.Head(name, default));

    public Task<string> Write(string name, ReadOnlyMemory<byte> content, BlobCondition condition, CancellationToken cancellation = default) =>
        Change("write", name, async () =>
        {
            var etag = await _store.Write(name, content, condition, default);
            world.Oracle.Written(name, content);
            return etag;
        });

    public async Task<string> Write(string name, Func<Stream, CancellationToken, Task> write, BlobCondition condition, CancellationToken cancellation = default)
    {
        using var stream = new MemoryStream();
        await write(stream, cancellation);
        return await Write(name, stream.ToArray(), condition, cancellation);
    }

    public Task Delete(string name, string? etag = null, CancellationToken cancellation = default) => Change("delete", name, async () =>
    {
        await world.Oracle.Deleting(name);
        await _store.Delete(name, etag, default);
        return true;
    });

    public async IAsyncEnumerable<BlobEntry> List(string prefix, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation = default)
    {
        await Look(prefix, () => Task.FromResult(true));
        await foreach (var entry in _store.List(prefix, default))
        {
            yield return entry;
        }
    }

    public IAsyncEnumerable<string> Folders(string folder, CancellationToken cancellation = default) => throw new NotSupportedException();

    public Task<long> Append(string name, long expectedLength, ReadOnlyMemory<byte> bytes, CancellationToken cancellation = default) => Change(
        "append",
        name,
        () => _store.Append(name, expectedLength, bytes, default),
        async () =>
        {
            var part = world.Random.Next(bytes.Length);
            _ = part > 0 ? await _store.Append(name, expectedLength, bytes[..part], default) : 0;
        });

    public Task CutTail(string name, long expectedLength, long length, CancellationToken cancellation = default) => Change("cut", name, async () =>
    {
        await _store.CutTail(name, expectedLength, length, default);
        return true;
    });

    private async Task<T> Look<T>(string name, Func<Task<T>> look)
    {
        await life.Yield();
        return world.Faults.Reads() ? throw Failure("read", name) : await look();
    }

    private async Task<T> Change<T>(string operation, string name, Func<Task<T>> change, Func<Task>? tear = null)
    {
        if (world.Faults.StopsBefore(name))
        {
            world.Stop(life);
            world.Trace($"{life.Name} is stopped before it writes {name}");
        }

        await life.Yield();
        var fault = world.Faults.Writes();
        world.Trace($"{life.Name} {operation} {name} {(fault == StorageFault.None ? "" : fault)}");
        switch (fault)
        {
            case StorageFault.DiesBefore:
                life.Die();
                return await Life.Never<T>();
            case StorageFault.DiesAfter:
                await Ignoring(change);
                life.Die();
                return await Life.Never<T>();
            case StorageFault.LosesReply:
                await change();
                throw Failure(operation, name);
            case StorageFault.LandsLater:
                world.Land(() => Ignoring(change));
                throw Failure(operation, name);
            case StorageFault.Tears when tear is not null:
                await tear();
                throw Failure(operation, name);
            case StorageFault.None:
                var result = await change();
                await life.Yield();
                return result;
            default:
                throw Failure(operation, name);
        }
    }

    // Nobody waits for the answer.
    private static async Task Ignoring<T>(Func<Task<T>> change)
    {
        try
        {
            await change();
        }
        catch (BlobConflictException)
        {
        }
    }

    private static BlobStorageException Failure(string operation, string name) => new(name, operation, "as drawn", isRetryable: true);
}
