using System.Buffers.Binary;
using System.IO.Pipelines;

namespace Prcl.Silo.Security.Gate;

/// <summary>
/// Passes on what the gateway writes to a client, and tells which messages were answered: their numbers stand at the beginning of each header. A greeting
/// comes first, a length and its bytes.
/// </summary>
/// <param name="output">Where it goes.</param>
/// <param name="answered">Told the number of each message that has been answered.</param>
internal sealed class AnswerWatch(PipeWriter output, Action<long> answered) : PipeWriter
{
    private const int Lengths = 8;

    // Behind the two lengths: flags, then the number.
    private const int Beginning = Lengths + sizeof(int) + sizeof(long);
    private readonly byte[] _beginning = new byte[Beginning];
    private Memory<byte> _lent;
    private bool _hasGreeted;
    private int _seen;
    private long _skip;

    /// <inheritdoc/>
    public override bool CanGetUnflushedBytes => output.CanGetUnflushedBytes;

    /// <inheritdoc/>
    public override long UnflushedBytes => output.UnflushedBytes;

    /// <inheritdoc/>
    public override Memory<byte> GetMemory(int sizeHint = 0) => _lent = output.GetMemory(sizeHint);

    /// <inheritdoc/>
    public override Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    /// <inheritdoc/>
    public override void Advance(int bytes)
    {
        Look(_lent.Span[..bytes]);
        _lent = _lent[bytes..];
        output.Advance(bytes);
    }

    /// <inheritdoc/>
    public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default) => output.FlushAsync(cancellationToken);

    /// <inheritdoc/>
    public override void CancelPendingFlush() => output.CancelPendingFlush();

    /// <inheritdoc/>
    public override void Complete(Exception? exception = null) => output.Complete(exception);

    private void Look(ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length > 0)
        {
            if (_skip > 0)
            {
                var skipped = (int)Math.Min(_skip, bytes.Length);
                _skip -= skipped;
                bytes = bytes[skipped..];
                continue;
            }

            var wanted = _hasGreeted ? Beginning : sizeof(int);
            var taken = Math.Min(wanted - _seen, bytes.Length);
            bytes[..taken].CopyTo(_beginning.AsSpan(_seen));
            _seen += taken;
            bytes = bytes[taken..];
            if (_seen == wanted)
            {
                _seen = 0;
                Begin();
            }
        }
    }

    private void Begin()
    {
        if (!_hasGreeted)
        {
            (_hasGreeted, _skip) = (true, BinaryPrimitives.ReadInt32LittleEndian(_beginning));
            return;
        }

        var length = (long)BinaryPrimitives.ReadInt32LittleEndian(_beginning) + BinaryPrimitives.ReadInt32LittleEndian(_beginning.AsSpan(sizeof(int)));
        _skip = Math.Max(0, length + Lengths - Beginning);
        if (((MessageFlags)BinaryPrimitives.ReadUInt32LittleEndian(_beginning.AsSpan(Lengths)) & MessageFlags.Direction) == MessageFlags.Response)
        {
            answered(BinaryPrimitives.ReadInt64LittleEndian(_beginning.AsSpan(Lengths + sizeof(int))));
        }
    }
}
