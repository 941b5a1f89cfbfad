using System.IO.Compression;

namespace Prcl.Images.Files;

/// <summary>Inflates and unfilters the pixel data of a checked PNG into its samples; those of one channel are ids.</summary>
internal static class LabelPngReader
{
    /// <summary>The IDAT chunks' data in one piece.</summary>
    /// <param name="bytes">A PNG whose chunks were verified.</param>
    /// <param name="length">Bytes in all IDAT chunks together.</param>
    public static byte[] JoinData(ReadOnlySpan<byte> bytes, int length)
    {
        var joined = new byte[length];
        var target = joined.AsSpan();
        var chunks = new PngChunkReader(bytes);
        while (!target.IsEmpty && chunks.MoveNext())
        {
            if (chunks.Type == PngChunkReader.Idat)
            {
                chunks.Data.CopyTo(target);
                target = target[chunks.Data.Length..];
            }
        }

        return joined;
    }

    /// <summary>The samples, a pixel's channels side by side, read row by row so that never more than a row is inflated ahead of them.</summary>
    /// <exception cref="InvalidDataException">The data are no zlib stream, hold more than the pixels, or name an unknown filter.</exception>
    /// <exception cref="EndOfStreamException">The data end before the pixels do.</exception>
    public static ushort[] ReadSamples(byte[] data, ImageHeader header)
    {
        var samples = new ushort[header.Width * header.Height * PngInspector.Channels(header.Pixels)];
        using var inflated = new ZLibStream(new MemoryStream(data, writable: false), CompressionMode.Decompress);
        foreach (var (x, y, stepX, stepY) in header.IsInterlaced ? PngRows.Adam7 : PngRows.Straight)
        {
            var (columns, rows) = ((header.Width - x + stepX - 1) / stepX, (header.Height - y + stepY - 1) / stepY);
            if (columns > 0 && rows > 0)
            {
                ReadPass(inflated, header, samples, (x, y, stepX, stepY), columns, rows);
            }
        }

        return inflated.ReadByte() < 0 ? samples : throw new InvalidDataException("there is more pixel data than pixels");
    }

    private static void ReadPass(Stream inflated, ImageHeader header, ushort[] target, (int X, int Y, int StepX, int StepY) pass, int columns, int rows)
    {
        var (depth, channels) = (header.BitDepth, PngInspector.Channels(header.Pixels));
        var rowBytes = (int)(((long)columns * channels * depth + 7) / 8);
        var (row, above) = (new byte[rowBytes + 1], new byte[rowBytes + 1]); // [filter, packed samples]
        for (var i = 0; i < rows; i++, (row, above) = (above, row))
        {
            inflated.ReadExactly(row);
            var samples = row.AsSpan(1);
            if (!PngRows.Unfilter(row[0], samples, above.AsSpan(1), bytesPerPixel: Math.Max(1, channels * depth / 8)))
            {
                throw new InvalidDataException($"row filter {row[0]} does not exist");
            }

            var at = ((pass.Y + i * pass.StepY) * header.Width + pass.X) * channels;
            for (var j = 0; j < columns; j++, at += pass.StepX * channels)
            {
                for (var channel = 0; channel < channels; channel++)
                {
                    target[at + channel] = PngRows.Sample(samples, j * channels + channel, depth);
                }
            }
        }
    }
}
