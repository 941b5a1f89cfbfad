using System.Runtime.CompilerServices;
using Prcl.Grains.Blobs;

namespace Prcl.Unit.Grains.Blobs;

/// <summary>The plainest store that keeps the contract: the oracle, and fast enough for thousands of runs.</summary>
public sealed class MemoryBlobStore : IBlobStore
{
    private readonly Lock _lock = new();
    private readonly SortedDictionary<string, Blob> _blobs = new(StringComparer.Ordinal);
    private long _generation;

    /// <summary>The bytes of a blob, to be looked at.</summary>
    public byte[] this[string name]
    {
        get
        {
            lock (_lock)
            {
                return [.. _blobs[name].Bytes];
            }
        }
    }

    /// <summary>Puts an appended blob as it is.</summary>
    public void Put(string name, ReadOnlySpan<byte> bytes)
    {
        lock (_lock)
        {
            _blobs[name] = new Blob([.. bytes], true, ++_generation);
        }
    }

    public Task<BlobContent?> Read(string name, CancellationToken cancellation = default)
        => With(name, blob => blob is null ? null : new BlobContent([.. blob.Bytes], blob.ETag));

    public Task<Stream?> OpenRead(string name, long offset = 0, CancellationToken cancellation = default)
        => With<Stream?>(name, blob => blob is null ? null : new MemoryStream([.. blob.Bytes.Skip((int)offset)]));

    public Task<byte[]?> ReadRange(string name, long offset, int count, CancellationToken cancellation = default)
        => With<byte[]?>(name, blob => blob is null ? null : [.. blob.Bytes.Skip((int)offset).Take(count)]);

    public Task<BlobHead?> Head(string name, CancellationToken cancellation = default) => With(name, blob => blob is null ? null : new BlobHead(blob.Bytes.Count, blob.ETag));

    public Task<string> Write(string name, ReadOnlyMemory<byte> content, BlobCondition condition, CancellationToken cancellation = default)
        => With(name, blob =>
        {
            condition.Check(name, blob?.ETag);
            return (_blobs[name] = new Blob([.. content.Span], false, ++_generation)).ETag;
        });

    public async Task<string> Write(
        string name, Func<Stream, CancellationToken, Task> write, BlobCondition condition, CancellationToken cancellation = default)
    {
        BlobName.Check(name);
        using var stream = new MemoryStream();
        await write(stream, cancellation);
        return await Write(name, stream.ToArray(), condition, cancellation);
    }

    public Task Delete(string name, string? etag = null, CancellationToken cancellation = default)
        => With(name, blob =>
        {
            if (blob is not null && etag is not null)
            {
                BlobCondition.MustMatch(etag).Check(name, blob.ETag);
            }

            return _blobs.Remove(name);
        });

    public async IAsyncEnumerable<BlobEntry> List(string prefix, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        BlobName.CheckPrefix(prefix);
        List<BlobEntry> entries;
        lock (_lock)
        {
            entries = [.. _blobs.Where(blob => blob.Key.StartsWith(prefix, StringComparison.Ordinal)).Select(blob => new BlobEntry(blob.Key, blob.Value.Bytes.Count))];
        }

        foreach (var entry in entries)
        {
            yield return entry;
        }

        await Task.CompletedTask;
    }

    public async IAsyncEnumerable<string> Folders(string folder, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        await foreach (var name in List(BlobName.CheckFolder(folder), cancellation).Select(b => b.Name[folder.Length..].Split('/')).Where(n => n.Length > 1).Select(n => n[0]).Distinct())
        {
            yield return name;
        }
    }

    public Task<long> Append(string name, long expectedLength, ReadOnlyMemory<byte> bytes, CancellationToken cancellation = default)
        => With(name, blob =>
        {
            CheckLength(name, blob, expectedLength, 0);
            blob ??= _blobs[name] = new Blob([], true, ++_generation);
            blob.Bytes.AddRange(bytes.Span);
            return (long)blob.Bytes.Count;
        });

    public Task CutTail(string name, long expectedLength, long length, CancellationToken cancellation = default)
        => With(name, blob =>
        {
            CheckLength(name, blob, expectedLength, null);
            blob!.Bytes.RemoveRange((int)length, (int)(expectedLength - length));
            return true;
        });

    private static void CheckLength(string name, Blob? blob, long expected, long? lengthOfNone)
    {
        if (blob is { IsAppended: false })
        {
            throw new InvalidOperationException($"Blob '{name}' was written in one piece.");
        }

        if (expected != (blob?.Bytes.Count ?? lengthOfNone))
        {
            throw new BlobConflictException(name, expected, blob?.Bytes.Count);
        }
    }

    private Task<T> With<T>(string name, Func<Blob?, T> use)
    {
        BlobName.Check(name);
        lock (_lock)
        {
            try
            {
                return Task.FromResult(use(_blobs.GetValueOrDefault(name)));
            }
            catch (Exception failure)
            {
                return Task.FromException<T>(failure);
            }
        }
    }

    private sealed record Blob(List<byte> Bytes, bool IsAppended, long Generation)
    {
        public string ETag => $"{Generation}-{Bytes.Count}";
    }
}
