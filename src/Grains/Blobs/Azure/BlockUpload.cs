using Azure.Storage.Blobs.Specialized;

namespace Prcl.Grains.Blobs.Azure;

/// <summary>
/// The stream that a writer of content of any size fills. Content that fits one block stays in memory until <see cref="Complete"/>; of longer
/// content the blocks go out while the next is filled, several at a time. Nobody sees them before they are committed, and the service
/// discards those that never are.
/// </summary>
internal sealed class BlockUpload(BlockBlobClient blob, AzureWrites writes, AzureBlobOptions options, CancellationToken cancellation) : Stream
{
    private readonly Guid _id = Guid.NewGuid();
    private readonly List<string> _blocks = [];
    private readonly Queue<Task> _staging = [];
    private MemoryStream _filling = new();
    private uint _checksum;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException("a blob is written forwards");

    public override long Position
    {
        get => throw new NotSupportedException("a blob is written forwards");
        set => throw new NotSupportedException("a blob is written forwards");
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (buffer.Length > 0)
        {
            await Room();
            buffer = buffer[Fill(buffer.Span)..];
        }
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
        => WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        while (buffer.Length > 0)
        {
            Room().GetAwaiter().GetResult();
            buffer = buffer[Fill(buffer)..];
        }
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("this stream writes");

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException("a blob is written forwards");

    public override void SetLength(long value) => throw new NotSupportedException("a blob is written forwards");

    /// <summary>Makes the blob appear.</summary>
    /// <returns>Its ETag.</returns>
    public async Task<string> Complete(BlobCondition condition)
    {
        if (_blocks.Count == 0)
        {
            return await writes.Put(blob.Name, _filling.GetBuffer().AsMemory(0, (int)_filling.Length), condition, cancellation);
        }

        Stage();
        await Task.WhenAll(_staging);
        return await writes.Commit(blob.Name, _blocks, _checksum, condition, cancellation);
    }

    /// <summary>Waits for the requests under way, whatever comes of them.</summary>
    public Task Abandon() => Task.WhenAll(_staging).ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);

    /// <summary>Sends the block away when it is full and more is to come; waits while too many are on their way.</summary>
    private async Task Room()
    {
        if (_filling.Length < options.BlockBytes)
        {
            return;
        }

        if (_staging.Count == options.ParallelBlocks)
        {
            // Not back to the caller's scheduler, which a synchronous writer is blocking.
            await _staging.Dequeue().ConfigureAwait(false);
        }

        Stage();
        _filling = new MemoryStream(options.BlockBytes);
    }

    private int Fill(ReadOnlySpan<byte> bytes)
    {
        var count = (int)Math.Min(bytes.Length, options.BlockBytes - _filling.Length);
        _filling.Write(bytes[..count]);
        _checksum = Crc32C.Append(_checksum, bytes[..count]);
        return count;
    }

    private void Stage()
    {
        // All ids of a blob must have one length; the write's own part keeps those of two writers apart.
        var id = Convert.ToBase64String([.. _id.ToByteArray(), .. BitConverter.GetBytes(_blocks.Count)]);
        var block = _filling;
        block.Position = 0;
        _blocks.Add(id);
        _staging.Enqueue(Task.Run(
            () => AzureCalls.Do(blob.Name, "Write", async () => await blob.StageBlockAsync(id, block, cancellationToken: cancellation), cancellation),
            CancellationToken.None));
    }
}
