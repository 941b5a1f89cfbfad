using System.Buffers.Binary;
using Prcl.Images.Files;

namespace Prcl.Images.Thumbnails;

/// <summary>
/// A JPEG at an eighth of its size: a pixel is the mean of a block, which the first coefficient of each block is. Baseline and progressive files of one or three channels,
/// whose first scan of a channel brings its means; what refines them later is less than a level.
/// </summary>
internal sealed class JpegThumbnail
{
    private const byte QuantizerTables = 0xDB;
    private const byte HuffmanTables = 0xC4;
    private const byte RestartInterval = 0xDD;
    private readonly byte[] _bytes;
    private readonly int[] _steps = [1, 1, 1, 1];
    private readonly HuffmanTable?[] _tables = new HuffmanTable?[8]; // four for means, four for the rest
    private JpegComponent[] _components = [];
    private int _width;
    private int _height;
    private int _restart;
    private bool _isProgressive;
    private bool _isRgb;

    private JpegThumbnail(ReadOnlySpan<byte> bytes) => _bytes = bytes.ToArray();

    /// <summary>The picture, not turned; null where the file isn't read that way. Never throws for anything that the bytes contain.</summary>
    public static SmallPicture? Read(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return new JpegThumbnail(bytes).Read();
        }
        catch (Exception error) when (error is InvalidDataException or ArgumentException or IndexOutOfRangeException)
        {
            return null; // a damaged file has no picture for people; whether it may be learned from is decided elsewhere
        }
    }

    private SmallPicture? Read()
    {
        var markers = new JpegMarkerReader(_bytes);
        while (markers.MoveNext() && markers.Marker != JpegMarkerReader.EndOfImage)
        {
            var data = markers.Data;
            switch (markers.Marker)
            {
                case 0xC0 or 0xC1 or 0xC2:
                    ReadFrame(data, markers.Marker == 0xC2);
                    break;
                case (> 0xC2 and <= 0xCF) and not (HuffmanTables or 0xC8 or 0xCC):
                    return null; // lossless, hierarchical, arithmetic
                case QuantizerTables:
                    ReadSteps(data);
                    break;
                case HuffmanTables:
                    ReadTables(data);
                    break;
                case RestartInterval:
                    _restart = BinaryPrimitives.ReadUInt16BigEndian(data);
                    break;
                case JpegMarkerReader.App14 when data.Length >= 12 && data.StartsWith("Adobe"u8):
                    _isRgb = data[11] == 0;
                    break;
                case JpegMarkerReader.StartOfScan:
                    ReadScan(data, markers.Offset);
                    if (_components.Length > 0 && Array.TrueForAll(_components, component => component.IsRead))
                    {
                        return Picture();
                    }

                    break;
            }
        }

        return null;
    }

    private void ReadFrame(ReadOnlySpan<byte> data, bool isProgressive)
    {
        (_height, _width) = (BinaryPrimitives.ReadUInt16BigEndian(data[1..]), BinaryPrimitives.ReadUInt16BigEndian(data[3..]));
        if (data[0] != 8 || data[5] is not (1 or 3) || _width == 0 || _height == 0)
        {
            throw new InvalidDataException("not read");
        }

        _isProgressive = isProgressive;
        _components = new JpegComponent[data[5]];
        for (var i = 0; i < _components.Length; i++)
        {
            var entry = data[(6 + 3 * i)..];
            var (across, down) = (entry[1] >> 4, entry[1] & 15);
            _components[i] = across is >= 1 and <= 4 && down is >= 1 and <= 4 ? new JpegComponent(entry[0], across, down, entry[2] & 3) : throw new InvalidDataException("sampling");
        }

        Array.ForEach(_components, component => component.Allocate(_width, _height, _components.Max(c => c.Across), _components.Max(c => c.Down)));
    }

    private void ReadSteps(ReadOnlySpan<byte> data)
    {
        while (data.Length > 0)
        {
            var isWide = data[0] >> 4 != 0;
            _steps[data[0] & 3] = isWide ? BinaryPrimitives.ReadUInt16BigEndian(data[1..]) : data[1];
            data = data[(isWide ? 129 : 65)..];
        }
    }

    private void ReadTables(ReadOnlySpan<byte> data)
    {
        while (data.Length > 0)
        {
            var counts = data[1..17].ToArray();
            var symbols = counts.Sum(count => count);
            _tables[((data[0] >> 4) & 1) * 4 + (data[0] & 3)] = new HuffmanTable(counts, data[17..(17 + symbols)].ToArray());
            data = data[(17 + symbols)..];
        }
    }

    private void ReadScan(ReadOnlySpan<byte> data, int start)
    {
        var chosen = new JpegComponent[data[0]];
        for (var i = 0; i < chosen.Length; i++)
        {
            var (id, tables) = (data[1 + 2 * i], data[2 + 2 * i]);
            chosen[i] = Array.Find(_components, component => component.Id == id) ?? throw new InvalidDataException("no such channel");
            chosen[i].Tables = (_tables[(tables >> 4) & 3] ?? throw new InvalidDataException("no table"), _tables[4 + (tables & 3)]);
            chosen[i].Before = 0;
        }

        var spectrum = data[(1 + 2 * chosen.Length)..];
        if (_isProgressive && (spectrum[0] != 0 || spectrum[2] >> 4 != 0))
        {
            return; // not the means, or what refines them
        }

        var shift = _isProgressive ? spectrum[2] & 15 : 0;
        var bits = new JpegBits(_bytes, start);
        if (chosen is [var only])
        {
            Walk(bits, only.Own.Columns, only.Own.Rows, (x, y) => ReadBlock(bits, only, x, y, shift), chosen);
        }
        else
        {
            var (across, down) = (chosen[0].Columns / chosen[0].Across, chosen[0].Means.Length / chosen[0].Columns / chosen[0].Down);
            Walk(bits, across, down, (x, y) => ReadUnit(bits, chosen, x, y, shift), chosen);
        }

        Array.ForEach(chosen, component => component.IsRead = true);
    }

    private void Walk(JpegBits bits, int across, int down, Action<int, int> read, JpegComponent[] chosen)
    {
        for (var i = 0; i < across * down; i++)
        {
            if (_restart > 0 && i > 0 && i % _restart == 0)
            {
                bits.Restart();
                Array.ForEach(chosen, component => component.Before = 0);
            }

            read(i % across, i / across);
        }
    }

    private void ReadUnit(JpegBits bits, JpegComponent[] chosen, int x, int y, int shift)
    {
        foreach (var component in chosen)
        {
            for (var block = 0; block < component.Across * component.Down; block++)
            {
                ReadBlock(bits, component, x * component.Across + block % component.Across, y * component.Down + block / component.Across, shift);
            }
        }
    }

    private void ReadBlock(JpegBits bits, JpegComponent component, int x, int y, int shift)
    {
        component.Before += bits.Signed(Math.Min(component.Tables.Dc.Read(bits), 16));
        component.Means[y * component.Columns + x] = component.Before << shift;
        for (var i = 1; !_isProgressive && i < 64; i++)
        {
            var symbol = (component.Tables.Ac ?? throw new InvalidDataException("no table")).Read(bits);
            if (symbol == 0)
            {
                break;
            }

            bits.Read(symbol & 15);
            i += symbol >> 4;
        }
    }

    private SmallPicture Picture()
    {
        var (width, height) = (JpegComponent.Over(_width, 8), JpegComponent.Over(_height, 8));
        var rgb = new byte[3 * width * height];
        for (var i = 0; i < width * height; i++)
        {
            var (r, g, b) = _components.Length == 1
                ? (Level(0, i % width, i / width), 128, 128)
                : (Level(0, i % width, i / width), Level(1, i % width, i / width), Level(2, i % width, i / width));
            var isPlain = _components.Length == 3 && _isRgb;
            var (blue, red) = (g - 128.0, b - 128.0);
            (rgb[3 * i], rgb[3 * i + 1], rgb[3 * i + 2]) = isPlain
                ? (Byte(r), Byte(g), Byte(b))
                : (Byte(r + 1.402 * red), Byte(r - 0.344136 * blue - 0.714136 * red), Byte(r + 1.772 * blue)); // JFIF
        }

        return new SmallPicture(width, height, rgb);
    }

    private double Level(int channel, int x, int y)
    {
        var component = _components[channel];
        var (across, down) = (_components.Max(c => c.Across), _components.Max(c => c.Down));
        return component.Means[y * component.Down / down * component.Columns + x * component.Across / across] * _steps[component.Quantizer] / 8.0 + 128;
    }

    private static byte Byte(double level) => (byte)Math.Clamp(Math.Round(level), 0, 255);
}
