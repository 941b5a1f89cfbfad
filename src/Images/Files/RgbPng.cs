using System.Buffers.Binary;
using System.IO.Compression;

namespace Prcl.Images.Files;

/// <summary>Pictures for people as PNG.</summary>
public static class RgbPng
{
    private const byte Rgb = 2;

    /// <summary>An 8-bit RGB PNG.</summary>
    /// <param name="width">Columns.</param>
    /// <param name="height">Rows.</param>
    /// <param name="rgb">Three bytes a pixel, row by row.</param>
    public static byte[] Write(int width, int height, byte[] rgb)
    {
        using var png = new MemoryStream();
        png.Write(PngChunkReader.Signature);
        Span<byte> header = stackalloc byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header[4..], height);
        (header[8], header[9]) = (8, Rgb);
        header[10..].Clear(); // deflate, the five filters, not interlaced
        LabelPngWriter.WriteChunk(png, "IHDR", header);
        using (var deflated = new MemoryStream())
        {
            using (var stream = new ZLibStream(deflated, CompressionLevel.Optimal, leaveOpen: true))
            {
                for (var y = 0; y < height; y++)
                {
                    stream.WriteByte(0);
                    stream.Write(rgb, y * width * 3, width * 3);
                }
            }

            LabelPngWriter.WriteChunk(png, "IDAT", deflated.GetBuffer().AsSpan(0, (int)deflated.Length));
        }

        LabelPngWriter.WriteChunk(png, "IEND", []);
        return png.ToArray();
    }
}
