namespace Prcl.Images.Files;

/// <summary>
/// PNG files whose colours mean something, so that each is read exactly as it is stored: RGB, gray, or a palette's colours, of at most 8 bits a channel.
/// Transparent pixels, 16 bits a channel and animations are refused by name.
/// </summary>
public static class ColourPng
{
    /// <summary>The colours as stored, or why not. Never throws for anything that the bytes contain; inflates no more than the header's pixels.</summary>
    public static ColourReadResult Read(ReadOnlySpan<byte> bytes, ImageLimits limits)
    {
        var verdict = limits.RefuseBytes(bytes.Length) ?? ImageInspector.Inspect(bytes);
        if (!verdict.IsAccepted)
        {
            return Refuse(verdict.Refusal, verdict.Message);
        }

        var header = verdict.Header;
        var dataLength = 0;
        if ((RefuseKind(header) ?? limits.RefuseSize(header) ?? PngInspector.Verify(bytes, header, out dataLength)) is { } refusal)
        {
            return Refuse(refusal.Refusal, refusal.Message);
        }

        try
        {
            return Colours(LabelPngReader.ReadSamples(LabelPngReader.JoinData(bytes, dataLength), header), header, Palette(bytes));
        }
        catch (EndOfStreamException)
        {
            return Refuse(ImageRefusal.Truncated, $"the PNG's pixel data ends before its {header.Width}×{header.Height} pixels do");
        }
        catch (InvalidDataException error)
        {
            return Refuse(ImageRefusal.Corrupt, $"the PNG's pixel data cannot be read: {error.Message}");
        }
    }

    private static ColourReadResult Colours(ushort[] samples, ImageHeader header, byte[] palette)
    {
        var channels = PngInspector.Channels(header.Pixels);
        var most = (1 << header.BitDepth) - 1;
        var colours = new uint[header.Width * header.Height];
        for (var i = 0; i < colours.Length; i++)
        {
            var pixel = samples.AsSpan(i * channels, channels);
            if (header.Pixels is PixelKind.GrayAlpha or PixelKind.RgbAlpha && pixel[^1] != most)
            {
                return Refuse(ImageRefusal.NotALabelMap, $"the pixel at column {i % header.Width}, row {i / header.Width} is transparent; a mask's pixels must not be");
            }

            if (header.Pixels == PixelKind.Palette && 3 * pixel[0] >= palette.Length)
            {
                return Refuse(ImageRefusal.Corrupt, $"the pixel at column {i % header.Width}, row {i / header.Width} has the number {pixel[0]}, and the palette has {palette.Length / 3} colours");
            }

            colours[i] = header.Pixels switch
            {
                PixelKind.Palette => Packed(palette[3 * pixel[0]], palette[3 * pixel[0] + 1], palette[3 * pixel[0] + 2]),
                PixelKind.Gray or PixelKind.GrayAlpha => Packed(pixel[0] * 255 / most, pixel[0] * 255 / most, pixel[0] * 255 / most),
                _ => Packed(pixel[0], pixel[1], pixel[2]),
            };
        }

        return new ColourReadResult(ImageRefusal.None, "", new ColourPixels(header.Width, header.Height, colours));
    }

    private static byte[] Palette(ReadOnlySpan<byte> bytes)
    {
        var chunks = new PngChunkReader(bytes);
        while (chunks.MoveNext() && chunks.Type != PngChunkReader.Idat)
        {
            if (chunks.Type == PngChunkReader.Plte)
            {
                return chunks.Data[..(chunks.Data.Length / 3 * 3)].ToArray();
            }
        }

        return [];
    }

    private static ImageVerdict? RefuseKind(ImageHeader header) => header switch
    {
        { Format: not ImageFormat.Png } => new ImageVerdict(ImageRefusal.UnsupportedFormat, "the mask is a JPEG, which does not keep colours exact; a PNG is needed", header),
        { IsAnimated: true } => new ImageVerdict(ImageRefusal.Animated, "the mask is animated (it has an acTL chunk); a single picture is needed", header),
        { BitDepth: > 8 } => new ImageVerdict(ImageRefusal.UnsupportedFormat, "the mask has 16 bits a channel; colours of 8 bits are needed", header),
        { Orientation: not 1 } => new ImageVerdict(ImageRefusal.NotALabelMap, $"the mask has EXIF orientation {header.Orientation}; it must be stored upright", header),
        _ => null,
    };

    private static uint Packed(int red, int green, int blue) => (uint)((red << 16) | (green << 8) | blue);

    private static ColourReadResult Refuse(ImageRefusal refusal, string message) => new(refusal, message, null);
}
