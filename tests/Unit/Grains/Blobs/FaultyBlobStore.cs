using System.Runtime.CompilerServices;
using Prcl.Grains.Blobs;

namespace Prcl.Unit.Grains.Blobs;

/// <summary>A store that fails as told.</summary>
public sealed class FaultyBlobStore(IBlobStore inner) : IBlobStore
{
    private readonly List<Func<Task>> _late = [];
    private int _appends;

    /// <summary>Chooses what goes wrong, by operation and blob.</summary>
    public Func<string, string, Fault> Plan { get; set; } = (_, _) => Fault.None;

    /// <summary>Awaited before each call: a slow storage.</summary>
    public Func<Task> Delay { get; set; } = () => Task.CompletedTask;

    /// <summary>Awaited before each call, by operation and blob: a storage that waits for something.</summary>
    public Func<string, string, Task> Hold { get; set; } = (_, _) => Task.CompletedTask;

    /// <summary>How many bytes of an append are done before it tears.</summary>
    public Func<int, int> TearAt { get; set; } = length => length / 2;

    /// <summary>Appends asked for.</summary>
    public int Appends => _appends;

    /// <summary>Lets the requests that were on their way arrive.</summary>
    public async Task Land()
    {
        var late = _late.ToArray();
        _late.Clear();
        foreach (var request in late)
        {
            try
            {
                await request();
            }
            catch (BlobConflictException)
            {
                // Nobody waits for the answer.
            }
        }
    }

    public Task<BlobContent?> Read(string name, CancellationToken cancellation = default)
        => Do("Read", name, () => inner.Read(name, cancellation));

    public Task<Stream?> OpenRead(string name, long offset = 0, CancellationToken cancellation = default)
        => Do("Read", name, () => inner.OpenRead(name, offset, cancellation));

    public Task<byte[]?> ReadRange(string name, long offset, int count, CancellationToken cancellation = default)
        => Do("Read", name, () => inner.ReadRange(name, offset, count, cancellation));

    public Task<BlobHead?> Head(string name, CancellationToken cancellation = default)
        => Do("Head", name, () => inner.Head(name, cancellation));

    public Task<string> Write(string name, ReadOnlyMemory<byte> content, BlobCondition condition, CancellationToken cancellation = default)
        => Do("Write", name, () => inner.Write(name, content, condition, cancellation));

    public Task<string> Write(
        string name, Func<Stream, CancellationToken, Task> write, BlobCondition condition, CancellationToken cancellation = default)
        => Do("Write", name, () => inner.Write(name, write, condition, cancellation));

    public Task Delete(string name, string? etag = null, CancellationToken cancellation = default)
        => Do("Delete", name, async () =>
        {
            await inner.Delete(name, etag, cancellation);
            return true;
        });

    public IAsyncEnumerable<BlobEntry> List(string prefix, CancellationToken cancellation = default) => List(prefix, inner.List, cancellation);

    public IAsyncEnumerable<string> Folders(string folder, CancellationToken cancellation = default) => List(folder, inner.Folders, cancellation);

    public Task<long> Append(string name, long expectedLength, ReadOnlyMemory<byte> bytes, CancellationToken cancellation = default)
    {
        Interlocked.Increment(ref _appends);
        return Do(
            "Append",
            name,
            () => inner.Append(name, expectedLength, bytes, cancellation),
            async () =>
            {
                var part = TearAt(bytes.Length);
                _ = part > 0 ? await inner.Append(name, expectedLength, bytes[..part], cancellation) : 0;
            });
    }

    public Task CutTail(string name, long expectedLength, long length, CancellationToken cancellation = default)
        => Do("CutTail", name, async () =>
        {
            await inner.CutTail(name, expectedLength, length, cancellation);
            return true;
        });

    /// <summary>Free bytes that it pretends to have; null: as many as there are.</summary>
    public long? Free { get; set; }

    public Task<long?> Probe(CancellationToken cancellation = default) => Do("Probe", "", async () => Free ?? await inner.Probe(cancellation));

    private static BlobStorageException Failure(string operation, string name, bool full)
        => new(name, operation, full ? "the disk is full" : "as planned", isRetryable: true, full);

    private async IAsyncEnumerable<T> List<T>(
        string prefix, Func<string, CancellationToken, IAsyncEnumerable<T>> list, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await Hold("List", prefix);
        if (Plan("List", prefix) != Fault.None)
        {
            throw Failure("List", prefix, full: false);
        }

        await foreach (var entry in list(prefix, cancellation))
        {
            yield return entry;
        }
    }

    private async Task<T> Do<T>(string operation, string name, Func<Task<T>> call, Func<Task>? tear = null)
    {
        await Delay();
        await Hold(operation, name);
        var fault = Plan(operation, name);
        switch (fault)
        {
            case Fault.None:
                return await call();
            case Fault.LosesReply:
                await call();
                break;
            case Fault.LandsLater:
                _late.Add(call);
                break;
            case Fault.Tears when tear is not null:
                await tear();
                break;
        }

        throw Failure(operation, name, fault == Fault.DiskFull);
    }
}
