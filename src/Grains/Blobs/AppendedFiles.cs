using System.Collections.Concurrent;

namespace Prcl.Grains.Blobs;

/// <summary>Appends to files in place. Every member but <see cref="IsUnsettled"/> runs under the blob's lock.</summary>
/// <param name="publish">Moves a temporary file to a blob's path, durably.</param>
internal sealed class AppendedFiles(Func<string, string, bool> publish)
{
    /// <summary>
    /// Lengths that a failed append could not be undone to. After a failed fsync the page cache shows bytes that the disk may never have
    /// got: nobody may read them as if they were saved.
    /// </summary>
    private readonly ConcurrentDictionary<string, long> _unsettled = [];

    public bool IsUnsettled(string name) => _unsettled.ContainsKey(name);

    /// <summary>Undoes what a failed append left.</summary>
    public bool Settle(string name, string path)
    {
        if (_unsettled.TryGetValue(name, out var length))
        {
            using var file = BlobFile.Open(path, name, FileAccess.ReadWrite);
            if (file is not null && file.Length > length)
            {
                Shorten(file, length);
            }

            _unsettled.TryRemove(name, out _);
        }

        return true;
    }

    public long Append(string name, string path, string temporary, long expectedLength, ReadOnlySpan<byte> bytes)
    {
        Settle(name, path);
        using var file = BlobFile.Open(path, name, FileAccess.ReadWrite);
        if (file is null)
        {
            return expectedLength == 0 ? Create(name, path, temporary, bytes) : throw new BlobConflictException(name, expectedLength, null);
        }

        Check(name, file, expectedLength);
        try
        {
            RandomAccess.Write(file.Handle, bytes, BlobFile.HeaderLength + expectedLength);
            RandomAccess.FlushToDisk(file.Handle);
            return expectedLength + bytes.Length;
        }
        catch
        {
            _unsettled[name] = expectedLength;
            Shorten(file, expectedLength);
            _unsettled.TryRemove(name, out _);
            throw;
        }
    }

    public bool CutTail(string name, string path, long expectedLength, long length)
    {
        Settle(name, path);
        using var file = BlobFile.Open(path, name, FileAccess.ReadWrite) ?? throw new BlobConflictException(name, expectedLength, null);
        Check(name, file, expectedLength);
        Shorten(file, length);

        // Whoever created the file may have died before its name was durable.
        DurableFolders.Flush(Path.GetDirectoryName(path)!);
        return true;
    }

    private static void Check(string name, BlobFile file, long expectedLength)
    {
        if (!file.IsAppended)
        {
            throw new InvalidOperationException($"Blob '{name}' was written in one piece; it cannot be appended to.");
        }

        if (file.Length != expectedLength)
        {
            throw new BlobConflictException(name, expectedLength, file.Length);
        }
    }

    private static void Shorten(BlobFile file, long length)
    {
        RandomAccess.SetLength(file.Handle, BlobFile.HeaderLength + length);
        RandomAccess.FlushToDisk(file.Handle);
    }

    private long Create(string name, string path, string temporary, ReadOnlySpan<byte> bytes)
    {
        try
        {
            using (var handle = File.OpenHandle(temporary, FileMode.CreateNew, FileAccess.Write))
            {
                RandomAccess.Write(handle, BlobFile.Header(BlobFile.NewStamp(name, 0), isAppended: true), 0);
                RandomAccess.Write(handle, bytes, BlobFile.HeaderLength);
                RandomAccess.FlushToDisk(handle);
            }

            publish(temporary, path);
            return bytes.Length;
        }
        finally
        {
            File.Delete(temporary);
        }
    }
}
