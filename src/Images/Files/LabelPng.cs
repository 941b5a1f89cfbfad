namespace Prcl.Images.Files;

/// <summary>
/// Label maps as PNG files. Image codecs expand palettes and scale low bit depths; here the stored number of each pixel is the id.
/// Read: gray of 1, 2, 4, 8 or 16 bits and palettes of 1, 2, 4 or 8 bits, interlaced or not. Colours and alpha are refused by name.
/// </summary>
public static class LabelPng
{
    /// <summary>The ids as stored, or why not. Never throws for anything that the bytes contain; inflates no more than the header's pixels.</summary>
    public static LabelReadResult Read(ReadOnlySpan<byte> bytes, ImageLimits limits)
    {
        var verdict = limits.RefuseBytes(bytes.Length) ?? ImageInspector.Inspect(bytes);
        if (!verdict.IsAccepted)
        {
            return Refuse(verdict);
        }

        var header = verdict.Header;
        var dataLength = 0;
        var refusal = RefuseKind(header) ?? limits.RefuseSize(header) ?? PngInspector.Verify(bytes, header, out dataLength);
        if (refusal is not null)
        {
            return Refuse(refusal);
        }

        try
        {
            var ids = LabelPngReader.ReadSamples(LabelPngReader.JoinData(bytes, dataLength), header);
            return new LabelReadResult(ImageRefusal.None, "", new LabelMap(header.Width, header.Height, ids));
        }
        catch (EndOfStreamException)
        {
            return new LabelReadResult(ImageRefusal.Truncated, $"the PNG's pixel data ends before its {header.Width}×{header.Height} pixels do", null);
        }
        catch (InvalidDataException error)
        {
            return new LabelReadResult(ImageRefusal.Corrupt, $"the PNG's pixel data cannot be read: {error.Message}", null);
        }
    }

    /// <summary>A gray PNG of the ids: 8 bits when all are below 256, else 16. <see cref="Read"/> gives the same ids back.</summary>
    public static byte[] Write(LabelMap labels) => LabelPngWriter.Write(labels);

    /// <summary>A 16-bit gray PNG of values 0 to 65535, whatever they are. <see cref="Read"/> gives the same values back.</summary>
    public static byte[] Write16(LabelMap values) => LabelPngWriter.Write(values, depth: 16);

    /// <summary>A PNG of the ids in colours of a palette; <see cref="Read"/> gives the same ids back.</summary>
    /// <exception cref="ArgumentException">An id has no colour, or there are more than 256 colours.</exception>
    public static byte[] WriteColoured(LabelMap labels, IReadOnlyList<(byte R, byte G, byte B)> palette) =>
        palette.Count is > 0 and <= 256 && !labels.Ids.AsSpan().ContainsAnyExceptInRange((ushort)0, (ushort)(palette.Count - 1))
            ? LabelPngWriter.Write(labels, palette)
            : throw new ArgumentException($"A palette PNG needs a colour for each id and at most 256 colours; there are {palette.Count}.", nameof(palette));

    private static ImageVerdict? RefuseKind(ImageHeader header)
    {
        if (header.Format != ImageFormat.Png)
        {
            return new ImageVerdict(ImageRefusal.UnsupportedFormat, "the label file is a JPEG, which does not keep ids exact; a PNG is needed", header);
        }

        if (header.IsAnimated)
        {
            return new ImageVerdict(ImageRefusal.Animated, "the label PNG is animated (it has an acTL chunk); a single picture is needed", header);
        }

        if (header.Pixels is not (PixelKind.Gray or PixelKind.Palette))
        {
            var kind = header.Pixels switch { PixelKind.Rgb => "RGB colours", PixelKind.RgbAlpha => "RGB colours with alpha", _ => "gray with alpha" };
            return new ImageVerdict(ImageRefusal.NotALabelMap, $"the label PNG holds {kind}; class ids need gray or palette pixels", header);
        }

        return header.Orientation == 1
            ? null
            : new ImageVerdict(ImageRefusal.NotALabelMap, $"the label PNG has EXIF orientation {header.Orientation}; a label must be stored upright", header);
    }

    private static LabelReadResult Refuse(ImageVerdict verdict) => new(verdict.Refusal, verdict.Message, null);
}
