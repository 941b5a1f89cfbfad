using Prcl.Grains.Blobs;

namespace Prcl.Grains.Backups;

/// <summary>A forward stream into a blob that is appended to: an append whenever enough has gathered, and one at the flush.</summary>
/// <param name="blobs">The store.</param>
/// <param name="name">The blob; it must not exist.</param>
/// <param name="bytes">Bytes of an append.</param>
internal sealed class BlobAppender(IBlobStore blobs, string name, int bytes) : Stream
{
    private readonly MemoryStream _gathered = new();
    private long _length;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => _length + _gathered.Length;

    public override long Position
    {
        get => Length;
        set => throw new NotSupportedException("a log is written forwards");
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (buffer.Length > 0)
        {
            var part = buffer[..(int)Math.Min(buffer.Length, bytes - _gathered.Length)];
            _gathered.Write(part.Span);
            buffer = buffer[part.Length..];
            if (_gathered.Length == bytes)
            {
                await FlushAsync(cancellationToken);
            }
        }
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
        => WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override async Task FlushAsync(CancellationToken cancellationToken)
    {
        if (_gathered.Length > 0)
        {
            _length = await blobs.Append(name, _length, _gathered.ToArray(), cancellationToken);
            _gathered.SetLength(0);
        }
    }

    // Closing writes nothing: what wasn't flushed isn't meant to be there.
    public override void Flush()
    {
    }

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException("this stream doesn't block");

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("this stream writes");

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException("a log is written forwards");

    public override void SetLength(long value) => throw new NotSupportedException("a log is written forwards");

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _gathered.Dispose();
        }

        base.Dispose(disposing);
    }
}
