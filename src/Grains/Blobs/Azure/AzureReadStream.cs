using Azure;

namespace Prcl.Grains.Blobs.Azure;

/// <summary>A blob's content as it arrives: names the blob when the storage fails, or when the blob was replaced and what is left of it can't be had.</summary>
internal sealed class AzureReadStream(Stream content, string name) : Stream
{
    private const int PreconditionFailed = 412;

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
            return content.Read(buffer, offset, count);
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
            return await content.ReadAsync(buffer, cancellationToken);
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

    // A broken download goes on under the condition that the blob is still the same.
    private BlobStorageException Named(Exception failure) => failure is RequestFailedException { Status: PreconditionFailed }
        ? new BlobStorageException(name, "Read", "it was replaced while it was read", isRetryable: true, inner: failure)
        : AzureErrors.Name(name, "Read", failure);
}
