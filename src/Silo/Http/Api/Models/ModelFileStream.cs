using Prcl.Contracts.Models;

namespace Prcl.Silo.Http.Api.Models;

/// <summary>A version's file as a stream that can be read from anywhere, piece by piece.</summary>
/// <param name="grain">Hands out pieces.</param>
/// <param name="file">The file.</param>
internal sealed class ModelFileStream(IModelFileGrain grain, ModelFile file) : Stream
{
    private const int PieceSize = 1 << 20;
    private byte[] _piece = [];
    private long _begin;

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanSeek => true;

    /// <inheritdoc/>
    public override bool CanWrite => false;

    /// <inheritdoc/>
    public override long Length => file.Length;

    /// <inheritdoc/>
    public override long Position { get; set; }

    /// <inheritdoc/>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (Position >= Length || buffer.Length == 0)
        {
            return 0;
        }

        if (Position < _begin || Position >= _begin + _piece.Length)
        {
            _piece = await grain.Read(file.Version, Position, PieceSize).WaitAsync(cancellationToken);
            _begin = Position;
        }

        var rest = _piece.AsMemory((int)(Position - _begin));
        var count = Math.Min(rest.Length, buffer.Length);
        rest[..count].CopyTo(buffer);
        Position += count;
        return count;
    }

    /// <inheritdoc/>
    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => Position = origin switch
    {
        SeekOrigin.Begin => offset,
        SeekOrigin.Current => Position + offset,
        _ => Length + offset,
    };

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("Grains are asked asynchronously only.");

    /// <inheritdoc/>
    public override void Flush()
    {
    }

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
