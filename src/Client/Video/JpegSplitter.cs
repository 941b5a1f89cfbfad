namespace Prcl.Client.Video;

/// <summary>Cuts a stream of JPEGs, one right after the other, into files.</summary>
/// <param name="stream">The stream.</param>
/// <param name="mostBytes">Bytes of a file at most.</param>
internal sealed class JpegSplitter(Stream stream, int mostBytes)
{
    private const byte Marker = 0xFF;
    private const byte Start = 0xD8;
    private const byte End = 0xD9;
    private const byte Scan = 0xDA;

    private readonly byte[] _buffer = new byte[64 << 10];
    private int _position;
    private int _filled;

    /// <summary>The next file; null at the stream's end, whatever an unfinished file may lie before it.</summary>
    /// <exception cref="InvalidDataException">Something else comes, or a file is too large.</exception>
    public async Task<byte[]?> Next(CancellationToken cancellation)
    {
        var file = new MemoryStream();
        var walk = default(Walk);
        while (true)
        {
            if (_position == _filled)
            {
                (_position, _filled) = (0, await stream.ReadAsync(_buffer, cancellation));
                if (_filled == 0)
                {
                    return null;
                }
            }

            var begin = _position;
            while (_position < _filled && !walk.IsDone)
            {
                walk.Take(_buffer[_position++]);
            }

            file.Write(_buffer, begin, _position - begin);
            if (walk.IsDone)
            {
                return file.ToArray();
            }

            if (file.Length > mostBytes)
            {
                throw new InvalidDataException($"a frame has more than {mostBytes:N0} bytes");
            }
        }
    }

    // Segments are walked over by their lengths, so that nothing in them is taken for the end.
    private struct Walk
    {
        private int _taken;
        private int _skip;
        private int _length;
        private byte _marker;
        private bool _afterMarker;

        public bool IsDone { get; private set; }

        public void Take(byte value)
        {
            _taken = Math.Min(_taken + 1, 3);
            if (_taken < 3)
            {
                Expect(_taken == 1 ? value == Marker : value == Start);
            }
            else if (_skip > 0)
            {
                Skip(value);
            }
            else if (_afterMarker)
            {
                Open(value);
            }
            else
            {
                _afterMarker = value == Marker;
                Expect(_afterMarker || _marker == Scan);
            }
        }

        // In a scan 0 and restarts are data, and so is what fills up before a marker.
        private void Open(byte marker)
        {
            _afterMarker = marker == Marker;
            IsDone = marker == End;
            if (!IsDone && !_afterMarker && marker != 0 && marker is not (>= 0xD0 and <= 0xD7))
            {
                (_marker, _skip, _length) = (marker, 2, 0);
            }
        }

        private void Skip(byte value)
        {
            if (_length >= 0)
            {
                _length = (_length << 8) | value;
                if (--_skip == 0)
                {
                    (_skip, _length) = (_length - 2, -1);
                    Expect(_skip >= 0);
                }
            }
            else
            {
                _skip--;
            }
        }

        private static void Expect(bool holds)
        {
            if (!holds)
            {
                throw new InvalidDataException("what ffmpeg sends isn't JPEG");
            }
        }
    }
}
