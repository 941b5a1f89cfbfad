using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace Prcl.Images.Files;

/// <summary>Writes ids as a PNG, gray or with a palette.</summary>
internal static class LabelPngWriter
{
    private const byte Gray = 0;
    private const byte Palette = 3;

    /// <summary>An 8-bit gray PNG when every id is below 256, else a 16-bit one.</summary>
    public static byte[] Write(LabelMap labels) => Write(labels, labels.Ids.AsSpan().ContainsAnyExceptInRange((ushort)0, (ushort)255) ? 16 : 8);

    /// <summary>A gray PNG of a depth.</summary>
    /// <param name="labels">What it holds.</param>
    /// <param name="depth">8 or 16 bits; with 8, every value is below 256.</param>
    public static byte[] Write(LabelMap labels, int depth) => Write(labels, depth, []);

    /// <summary>A PNG of 8-bit palette indices.</summary>
    /// <param name="labels">Every id has a colour.</param>
    /// <param name="palette">At most 256 colours.</param>
    public static byte[] Write(LabelMap labels, IReadOnlyList<(byte R, byte G, byte B)> palette) =>
        Write(labels, 8, [.. palette.SelectMany(colour => new[] { colour.R, colour.G, colour.B })]);

    private static byte[] Write(LabelMap labels, int depth, byte[] palette)
    {
        using var png = new MemoryStream();
        png.Write(PngChunkReader.Signature);
        Span<byte> header = stackalloc byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, labels.Width);
        BinaryPrimitives.WriteInt32BigEndian(header[4..], labels.Height);
        header[8] = (byte)depth;
        header[9] = palette.Length > 0 ? Palette : Gray;
        header[10..].Clear(); // deflate, the five filters, not interlaced
        WriteChunk(png, "IHDR", header);
        if (palette.Length > 0)
        {
            WriteChunk(png, "PLTE", palette);
        }

        WriteChunk(png, "IDAT", Deflate(labels, depth / 8));
        WriteChunk(png, "IEND", []);
        return png.ToArray();
    }

    /// <summary>Appends a chunk: length, type, data, CRC.</summary>
    public static void WriteChunk(Stream png, string type, ReadOnlySpan<byte> data)
    {
        var chunk = new byte[data.Length + 12];
        BinaryPrimitives.WriteInt32BigEndian(chunk, data.Length);
        Encoding.ASCII.GetBytes(type, chunk.AsSpan(4));
        data.CopyTo(chunk.AsSpan(8));
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(data.Length + 8), PngCrc.Of(chunk.AsSpan(4, data.Length + 4)));
        png.Write(chunk);
    }

    private static byte[] Deflate(LabelMap labels, int bytesPerId)
    {
        using var deflated = new MemoryStream();
        using (var stream = new ZLibStream(deflated, CompressionLevel.Optimal, leaveOpen: true))
        {
            var row = new byte[1 + labels.Width * bytesPerId]; // [filter 0, ids]
            for (var y = 0; y < labels.Height; y++)
            {
                var ids = labels.Ids.AsSpan(y * labels.Width, labels.Width);
                for (var x = 0; x < ids.Length; x++)
                {
                    var at = 1 + x * bytesPerId;
                    row[at] = (byte)(bytesPerId == 2 ? ids[x] >> 8 : ids[x]);
                    row[at + bytesPerId - 1] = (byte)ids[x];
                }

                stream.Write(row);
            }
        }

        return deflated.ToArray();
    }
}
