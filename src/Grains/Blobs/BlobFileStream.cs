namespace Prcl.Grains.Blobs;

/// <summary>A blob's content in its file: hides the header, and names the blob when the disk fails. Seeks when it reads, not when it writes.</summary>
internal sealed class BlobFileStream(FileStream file, string name) : Stream
{
    /// <summary>CRC-32C of what has been written so far.</summary>
    public uint Checksum { get; private set; }

    public override bool CanRead => file.CanRead;

    public override bool CanSeek => file.CanRead;

    public override bool CanWrite => file.CanWrite;

    public override long Length => file.Length - BlobFile.HeaderLength;

    public override long Position
    {
        get => file.Position - BlobFile.HeaderLength;
        set => Seek(value, SeekOrigin.Begin);
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        try
        {
            return file.Read(buffer);
        }
        catch (IOException failure)
        {
            throw DiskErrors.Name(name, "Read", failure);
        }
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            return await file.ReadAsync(buffer, cancellationToken);
        }
        catch (IOException failure)
        {
            throw DiskErrors.Name(name, "Read", failure);
        }
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
        => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        try
        {
            file.Write(buffer);
            Checksum = Crc32C.Append(Checksum, buffer);
        }
        catch (IOException failure)
        {
            throw DiskErrors.Name(name, "Write", failure);
        }
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            await file.WriteAsync(buffer, cancellationToken);
            Checksum = Crc32C.Append(Checksum, buffer.Span);
        }
        catch (IOException failure)
        {
            throw DiskErrors.Name(name, "Write", failure);
        }
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
        => WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Flush()
    {
        try
        {
            file.Flush();
        }
        catch (IOException failure)
        {
            throw DiskErrors.Name(name, "Write", failure);
        }
    }

    public override long Seek(long offset, SeekOrigin origin)
    {
        var target = offset + (origin switch { SeekOrigin.Begin => 0, SeekOrigin.Current => Position, _ => Length });
        if (!CanSeek || target < 0)
        {
            throw CanSeek ? new IOException($"seek to {target} of blob '{name}'") : new NotSupportedException("a blob is written forwards");
        }

        return file.Seek(target + BlobFile.HeaderLength, SeekOrigin.Begin) - BlobFile.HeaderLength;
    }

    public override void SetLength(long value) => throw new NotSupportedException("a blob is written forwards");

    public override async ValueTask DisposeAsync()
    {
        try
        {
            // The last bytes go to the disk here.
            await file.DisposeAsync();
        }
        catch (IOException failure)
        {
            throw DiskErrors.Name(name, "Write", failure);
        }

        await base.DisposeAsync();
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            file.Dispose();
        }

        base.Dispose(disposing);
    }
}
