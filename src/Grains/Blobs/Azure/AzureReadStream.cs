using Azure;

namespace Prcl.Grains.Blobs.Azure;

/// <summary>A blob's content as it arrives: names the blob when the storage fails, or when the blob was replaced and what is left of it can't be had.</summary>
/// <param name="content">The content.</param>
/// <param name="name">The blob.</param>
/// <param name="length">Bytes that are to come.</param>
/// <param name="sum">What they are held against as the last ones arrive; null where there is none, or only a part is read.</param>
internal sealed class AzureReadStream(Stream content, string name, long length, BlobSum? sum) : Stream
{
    private const int PreconditionFailed = 412;
    private long _left = length;
    private uint _checksum;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException("a blob is read forwards");

    public override long Position
    {
        get => throw new NotSupportedException("a blob is read forwards");
        set => throw new NotSupportedException("a blob is read forwards");
    }

    public override int Read(byte[] buffer, int offset, int count)
    {
        try
        {
            return Checked(buffer.AsSpan(offset, content.Read(buffer, offset, count)));
        }
        catch (Exception failure) when (AzureErrors.IsStorageFailure(failure, CancellationToken.None))
        {
            throw Named(failure);
        }
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            var read = await content.ReadAsync(buffer, cancellationToken);
            return Checked(buffer.Span[..read]);
        }
        catch (Exception failure) when (AzureErrors.IsStorageFailure(failure, cancellationToken))
        {
            throw Named(failure);
        }
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
        => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException("this stream reads");

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException("a blob is read forwards");

    public override void SetLength(long value) => throw new NotSupportedException("this stream reads");

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            content.Dispose();
        }

        base.Dispose(disposing);
    }

    private int Checked(ReadOnlySpan<byte> read)
    {
        if (sum is { } written && _left > 0)
        {
            _checksum = Crc32C.Append(_checksum, read);
            _left -= read.Length;
            if (_left == 0)
            {
                written.Verify(name, _checksum);
            }
        }

        return read.Length;
    }

    // A broken download goes on under the condition that the blob is still the same.
    private BlobStorageException Named(Exception failure) => failure is RequestFailedException { Status: PreconditionFailed }
        ? new BlobStorageException(name, "Read", "it was replaced while it was read", isRetryable: true, inner: failure)
        : AzureErrors.Name(name, "Read", failure);
}
