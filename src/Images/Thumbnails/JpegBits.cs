namespace Prcl.Images.Thumbnails;

/// <summary>The bits of a JPEG's scan; at its end come zeros without end, as decoders take it.</summary>
/// <param name="bytes">The file.</param>
/// <param name="start">Where the scan begins.</param>
internal sealed class JpegBits(byte[] bytes, int start)
{
    private int _at = start;
    private int _held;
    private int _count;

    /// <summary>A number of bits, 0 to 16.</summary>
    public int Read(int bits)
    {
        var value = 0;
        for (; bits > 0; bits--)
        {
            if (_count == 0)
            {
                Fill();
            }

            value = (value << 1) | ((_held >> --_count) & 1);
        }

        return value;
    }

    /// <summary>A signed number of a size in bits (T.81, F.2.2.1).</summary>
    public int Signed(int size)
    {
        var value = Read(size);
        return size > 0 && value < 1 << (size - 1) ? value - (1 << size) + 1 : value;
    }

    /// <summary>Steps over a restart marker, where there is one.</summary>
    public void Restart()
    {
        _count = 0;
        if (_at + 1 < bytes.Length && bytes[_at] == 0xFF && bytes[_at + 1] is >= 0xD0 and <= 0xD7)
        {
            _at += 2;
        }
    }

    private void Fill()
    {
        var value = _at < bytes.Length ? bytes[_at] : 0;
        if (value == 0xFF)
        {
            // FF00 is the byte FF; anything else is a marker, where the scan's bits end.
            value = _at + 1 < bytes.Length && bytes[_at + 1] == 0 ? 0xFF : 0;
            _at += value == 0 ? 0 : 2;
        }
        else
        {
            _at++;
        }

        (_held, _count) = (value, 8);
    }
}
