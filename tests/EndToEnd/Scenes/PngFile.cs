using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace Prcl.EndToEnd.Scenes;

/// <summary>Writes PNG files byte by byte, sound ones and others.</summary>
internal static class PngFile
{
    private static readonly byte[] Signature = [0x89, (byte)'P', (byte)'N', (byte)'G', (byte)'\r', (byte)'\n', 0x1A, (byte)'\n'];

    /// <summary>8-bit RGB.</summary>
    public static byte[] Rgb(int width, int height, Func<int, int, (byte Red, byte Green, byte Blue)> colour)
    {
        var rows = new byte[height * (1 + (3 * width))];
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                var at = (y * (1 + (3 * width))) + 1 + (3 * x);
                (rows[at], rows[at + 1], rows[at + 2]) = colour(x, y);
            }
        }

        return Build(width, height, colourType: 2, rows);
    }

    /// <summary>8-bit gray, the form of class ids.</summary>
    public static byte[] Gray(int width, int height, Func<int, int, byte> value)
    {
        var rows = new byte[height * (1 + width)];
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                rows[(y * (1 + width)) + 1 + x] = value(x, y);
            }
        }

        return Build(width, height, colourType: 0, rows);
    }

    /// <summary>A file whose header claims a size, whatever the rows are.</summary>
    /// <param name="width">Columns claimed.</param>
    /// <param name="height">Rows claimed.</param>
    /// <param name="colourType">0 gray, 2 RGB.</param>
    /// <param name="rows">Filter bytes and samples, before compression.</param>
    /// <param name="beforeData">Further chunks between header and data.</param>
    public static byte[] Build(int width, int height, byte colourType, byte[] rows, params (string Type, byte[] Data)[] beforeData)
    {
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        (header[8], header[9]) = (8, colourType);

        using var file = new MemoryStream();
        file.Write(Signature);
        WriteChunk(file, "IHDR", header);
        foreach (var (type, data) in beforeData)
        {
            WriteChunk(file, type, data);
        }

        WriteChunk(file, "IDAT", Compress(rows));
        WriteChunk(file, "IEND", []);
        return file.ToArray();
    }

    /// <summary>Whether a file begins like a PNG.</summary>
    public static bool HasSignature(byte[] file) => file.AsSpan().StartsWith(Signature);

    private static byte[] Compress(byte[] rows)
    {
        using var compressed = new MemoryStream();
        using (var zlib = new ZLibStream(compressed, CompressionLevel.Fastest))
        {
            zlib.Write(rows);
        }

        return compressed.ToArray();
    }

    private static void WriteChunk(MemoryStream file, string type, byte[] data)
    {
        byte[] typed = [.. Encoding.ASCII.GetBytes(type), .. data];
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
        file.Write(number);
        file.Write(typed);
        BinaryPrimitives.WriteUInt32BigEndian(number, Crc(typed));
        file.Write(number);
    }

    private static uint Crc(byte[] bytes)
    {
        var crc = uint.MaxValue;
        foreach (var value in bytes)
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc & 1) == 0 ? crc >> 1 : (crc >> 1) ^ 0xEDB88320;
            }
        }

        return ~crc;
    }
}
