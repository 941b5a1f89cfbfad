using System.Buffers.Binary;

namespace Prcl.Images.Files;

/// <summary>Reads a PNG's header chunks, and checks the whole file's chunk structure.</summary>
internal static class PngInspector
{
    /// <summary>Deflate cannot expand by more than this (RFC 1951: a match of 258 bytes takes at least 2 bits).</summary>
    private const int MaxInflation = 1032;

    /// <summary>The header, from the chunks before the first pixel data; the pixel data are not looked at.</summary>
    public static ImageVerdict Inspect(ReadOnlySpan<byte> bytes)
    {
        var chunks = new PngChunkReader(bytes);
        if (!chunks.MoveNext())
        {
            return chunks.Refusal!;
        }

        var verdict = ReadHeader(chunks.Type, chunks.Data);
        if (!verdict.IsAccepted)
        {
            return verdict;
        }

        var header = verdict.Header;
        while (!chunks.IsBefore(PngChunkReader.Idat))
        {
            if (!chunks.MoveNext())
            {
                return chunks.Refusal! with { Header = header };
            }

            switch (chunks.Type)
            {
                case PngChunkReader.ActL:
                    header = header with { IsAnimated = true };
                    break;
                case PngChunkReader.ExIf:
                    header = Orient(header, ExifOrientation.Read(chunks.Data));
                    break;
                case PngChunkReader.Ihdr:
                    return Corrupt("the PNG has two IHDR chunks");
                case PngChunkReader.Iend:
                    return Corrupt("the PNG has no IDAT chunk");
            }
        }

        return ImageVerdict.Accept(header);
    }

    /// <summary>Checks every chunk up to IEND: CRCs, one run of IDAT, and enough of it to inflate to the pixels that the header promises.</summary>
    /// <param name="bytes">The whole file.</param>
    /// <param name="header">What <see cref="Inspect"/> read from it.</param>
    /// <param name="dataLength">Bytes in all IDAT chunks together.</param>
    /// <returns>A refusal, or null.</returns>
    public static ImageVerdict? Verify(ReadOnlySpan<byte> bytes, ImageHeader header, out int dataLength)
    {
        dataLength = 0;
        var (isRunOver, hasPalette) = (false, false);
        var chunks = new PngChunkReader(bytes);
        while (chunks.MoveNext())
        {
            if (chunks.Type == PngChunkReader.Iend)
            {
                return RefuseData(header, dataLength, hasPalette);
            }

            if (chunks.Type == PngChunkReader.Idat && isRunOver)
            {
                return Corrupt("the PNG's IDAT chunks are not consecutive");
            }

            hasPalette |= chunks.Type == PngChunkReader.Plte;
            isRunOver |= dataLength > 0 && chunks.Type != PngChunkReader.Idat;
            dataLength += chunks.Type == PngChunkReader.Idat ? chunks.Data.Length : 0;
        }

        return chunks.Refusal! with { Header = header };
    }

    /// <summary>Channels that one stored pixel has.</summary>
    public static int Channels(PixelKind pixels) => pixels switch
    {
        PixelKind.GrayAlpha => 2,
        PixelKind.Rgb => 3,
        PixelKind.RgbAlpha => 4,
        _ => 1,
    };

    private static ImageVerdict? RefuseData(ImageHeader header, int dataLength, bool hasPalette)
    {
        if (header.Pixels == PixelKind.Palette && !hasPalette)
        {
            return Corrupt("the PNG's pixels are palette indices, but it has no PLTE chunk");
        }

        var needed = (long)header.Width * header.Height * Channels(header.Pixels) * header.BitDepth / 8;
        return needed > (long)dataLength * MaxInflation
            ? new ImageVerdict(ImageRefusal.Truncated, $"the PNG's {dataLength} bytes of pixel data cannot hold {header.Width}×{header.Height} pixels", header)
            : null;
    }

    private static ImageVerdict ReadHeader(uint type, ReadOnlySpan<byte> data)
    {
        if (type != PngChunkReader.Ihdr || data.Length != 13)
        {
            return Corrupt($"the PNG begins with a {PngChunkReader.Name(type)} chunk of {data.Length} bytes instead of an IHDR chunk of 13");
        }

        var (width, height) = (BinaryPrimitives.ReadUInt32BigEndian(data), BinaryPrimitives.ReadUInt32BigEndian(data[4..]));
        if (width is 0 or > int.MaxValue || height is 0 or > int.MaxValue)
        {
            return Corrupt($"the PNG says it is {width}×{height}; a side must be 1 to {int.MaxValue}");
        }

        var (depth, colour, compression, filter, interlace) = (data[8], data[9], data[10], data[11], data[12]);
        PixelKind? pixels = (colour, depth) switch
        {
            (0, 1 or 2 or 4 or 8 or 16) => PixelKind.Gray,
            (2, 8 or 16) => PixelKind.Rgb,
            (3, 1 or 2 or 4 or 8) => PixelKind.Palette,
            (4, 8 or 16) => PixelKind.GrayAlpha,
            (6, 8 or 16) => PixelKind.RgbAlpha,
            _ => null,
        };
        if (pixels is null || compression != 0 || filter != 0 || interlace > 1)
        {
            return Corrupt($"the PNG's header is none the format allows (colour type {colour}, depth {depth}, compression {compression}, filter {filter}, interlace {interlace})");
        }

        return ImageVerdict.Accept(new ImageHeader
        {
            Format = ImageFormat.Png,
            Width = (int)width,
            Height = (int)height,
            BitDepth = depth,
            Pixels = pixels.Value,
            IsInterlaced = interlace == 1,
        });
    }

    private static ImageHeader Orient(ImageHeader stored, int orientation) => orientation < 5
        ? stored with { Orientation = orientation }
        : stored with { Orientation = orientation, Width = stored.Height, Height = stored.Width };

    private static ImageVerdict Corrupt(string message) => ImageVerdict.Refuse(ImageRefusal.Corrupt, message);
}
