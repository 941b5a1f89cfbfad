using System.Buffers.Binary;

namespace Prcl.Images.Files;

/// <summary>Reads a JPEG's header segments, and checks the whole file's marker structure.</summary>
internal static class JpegInspector
{
    /// <summary>Encoders write up to about a dozen; thousands of empty ones are a known way to burn a decoder's time.</summary>
    private const int MaxScans = 64;

    /// <summary>An 8×8 block takes at least one bit, so no real scan covers more pixels a byte; doubled for odd subsampling.</summary>
    private const int MaxPixelsPerByte = 1024;

    /// <summary>The header, from the segments before the first scan.</summary>
    public static ImageVerdict Inspect(ReadOnlySpan<byte> bytes)
    {
        ImageHeader? header = null;
        var (orientation, hasExif, isAdobe) = (1, false, false);
        var markers = new JpegMarkerReader(bytes);
        while (markers.MoveNext())
        {
            var data = markers.Data;
            if (markers.Marker == JpegMarkerReader.StartOfScan || markers.Marker == JpegMarkerReader.EndOfImage)
            {
                return header is null || markers.Marker == JpegMarkerReader.EndOfImage
                    ? Corrupt(header is null ? "the JPEG has no frame header" : "the JPEG has no scan")
                    : Finish(header, orientation, isAdobe);
            }

            if (IsFrameHeader(markers.Marker))
            {
                var verdict = header is null ? ReadFrame(markers.Marker, data) : Corrupt("the JPEG has two frame headers");
                if (!verdict.IsAccepted)
                {
                    return verdict;
                }

                header = verdict.Header;
            }
            else if (markers.Marker == JpegMarkerReader.App1 && !hasExif && data.StartsWith("Exif\0\0"u8))
            {
                (hasExif, orientation) = (true, ExifOrientation.Read(data[6..]));
            }
            else if (markers.Marker == JpegMarkerReader.App14 && data.Length >= 12 && data.StartsWith("Adobe"u8))
            {
                isAdobe = true;
            }
        }

        return markers.Refusal! with { Header = header };
    }

    /// <summary>Checks that every segment is whole, that the image ends, and that there is enough scan data for the pixels that the header promises.</summary>
    /// <returns>A refusal, or null.</returns>
    public static ImageVerdict? Verify(ReadOnlySpan<byte> bytes, ImageHeader header)
    {
        var (scans, scanBytes, isAfterScan) = (0, 0L, false);
        var markers = new JpegMarkerReader(bytes);
        while (markers.MoveNext())
        {
            scanBytes += isAfterScan ? markers.Skipped : 0;
            if (markers.Marker == JpegMarkerReader.EndOfImage)
            {
                return (long)header.Width * header.Height > scanBytes * MaxPixelsPerByte
                    ? new ImageVerdict(ImageRefusal.Truncated, $"the JPEG's {scanBytes} bytes of scan data cannot hold {header.Width}×{header.Height} pixels", header)
                    : null;
            }

            isAfterScan = markers.Marker == JpegMarkerReader.StartOfScan;
            if (isAfterScan && ++scans > MaxScans)
            {
                return new ImageVerdict(ImageRefusal.TooLarge, $"the JPEG has more than {MaxScans} scans", header);
            }
        }

        return markers.Refusal! with { Header = header };
    }

    private static bool IsFrameHeader(byte marker) => marker is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC);

    private static ImageVerdict ReadFrame(byte marker, ReadOnlySpan<byte> data)
    {
        if (data.Length < 6 || data.Length != 6 + 3 * data[5])
        {
            return Corrupt($"the JPEG's frame header has {data.Length} bytes, which does not fit its number of components");
        }

        var (depth, components) = (data[0], data[5]);
        var (height, width) = (BinaryPrimitives.ReadUInt16BigEndian(data[1..]), BinaryPrimitives.ReadUInt16BigEndian(data[3..]));
        if (marker > 0xC2 || depth != 8 || components is not (1 or 3 or 4))
        {
            var coding = marker switch { 0xC0 or 0xC1 => "sequential", 0xC2 => "progressive", 0xC3 => "lossless", < 0xC8 => "hierarchical", _ => "arithmetic-coded" };
            return ImageVerdict.Refuse(
                ImageRefusal.UnsupportedFormat,
                $"the JPEG is {coding} with {depth} bits and {components} components; read are sequential and progressive ones with 8 bits and 1, 3 or 4 components");
        }

        return width == 0 || height == 0
            ? Corrupt($"the JPEG says it is {width}×{height}; a side must be at least 1")
            : ImageVerdict.Accept(new ImageHeader
            {
                Format = ImageFormat.Jpeg,
                Width = width,
                Height = height,
                BitDepth = depth,
                Pixels = components switch { 1 => PixelKind.Gray, 3 => PixelKind.Rgb, _ => PixelKind.Cmyk },
                IsInterlaced = marker == 0xC2,
            });
    }

    private static ImageVerdict Finish(ImageHeader stored, int orientation, bool isAdobe)
    {
        var header = stored with { Orientation = orientation };
        header = header.IsTransposed ? header with { Width = stored.Height, Height = stored.Width } : header;

        // Adobe's encoders store ink inverted and say so by their marker; without it a file may mean either, and guessing would give a negative.
        return header.Pixels == PixelKind.Cmyk && !isAdobe
            ? new ImageVerdict(ImageRefusal.UnsupportedFormat, "the JPEG is CMYK without an Adobe marker, so whether its inks are inverted is unknown; save it as RGB", header)
            : ImageVerdict.Accept(header);
    }

    private static ImageVerdict Corrupt(string message) => ImageVerdict.Refuse(ImageRefusal.Corrupt, message);
}
