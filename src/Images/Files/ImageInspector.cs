using System.Buffers.Binary;

namespace Prcl.Images.Files;

/// <summary>Reads format and dimensions from the bytes of a file, before any decoder sees them.</summary>
public static class ImageInspector
{
    /// <summary>The header of a PNG or JPEG, or why there is none. Allocates nothing that depends on what the file claims, and never throws.</summary>
    /// <param name="bytes">The file; the whole of it, or enough to hold the header.</param>
    public static ImageVerdict Inspect(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty)
        {
            return ImageVerdict.Refuse(ImageRefusal.Empty, "the file is empty (0 bytes)");
        }

        return Recognise(bytes) switch
        {
            ImageFormat.Png => PngInspector.Inspect(bytes),
            ImageFormat.Jpeg => JpegInspector.Inspect(bytes),
            ImageFormat.Unknown when bytes.Length < 8 && (PngChunkReader.Signature.StartsWith(bytes) || JpegStart.StartsWith(bytes)) =>
                ImageVerdict.Refuse(ImageRefusal.Truncated, $"the file ends after {bytes.Length} bytes, inside the signature of a PNG or JPEG"),
            ImageFormat.Unknown => ImageVerdict.Refuse(ImageRefusal.NotAnImage, "the file does not begin like an image; accepted are PNG and JPEG"),
            var format => ImageVerdict.Refuse(ImageRefusal.UnsupportedFormat, $"the file is {Name(format)}; accepted are PNG and JPEG"),
        };
    }

    /// <summary>The format that the first bytes belong to, whatever the file is called.</summary>
    public static ImageFormat Recognise(ReadOnlySpan<byte> bytes)
    {
        if (bytes.StartsWith(PngChunkReader.Signature))
        {
            return ImageFormat.Png;
        }

        if (bytes.StartsWith(JpegStart))
        {
            return ImageFormat.Jpeg;
        }

        if (bytes.StartsWith("GIF87a"u8) || bytes.StartsWith("GIF89a"u8))
        {
            return ImageFormat.Gif;
        }

        if (bytes.StartsWith("II*\0"u8) || bytes.StartsWith("MM\0*"u8))
        {
            return ImageFormat.Tiff;
        }

        return bytes.Length < 18 ? ImageFormat.Unknown : RecogniseContainer(bytes);
    }

    private static ReadOnlySpan<byte> JpegStart => [0xFF, 0xD8, 0xFF];

    private static ImageFormat RecogniseContainer(ReadOnlySpan<byte> bytes)
    {
        if (bytes.StartsWith("RIFF"u8) && bytes[8..].StartsWith("WEBP"u8))
        {
            return ImageFormat.WebP;
        }

        if (bytes[4..].StartsWith("ftyp"u8))
        {
            var brand = bytes[8..12];
            return brand.StartsWith("hei"u8) || brand.StartsWith("hev"u8) || brand.StartsWith("avi"u8) || brand.SequenceEqual("mif1"u8) || brand.SequenceEqual("msf1"u8)
                ? ImageFormat.Heif
                : ImageFormat.Unknown;
        }

        // "BM" alone could begin a sentence; the size of the second header could not.
        return bytes.StartsWith("BM"u8) && BinaryPrimitives.ReadUInt32LittleEndian(bytes[14..]) is 12 or 40 or 52 or 56 or 64 or 108 or 124
            ? ImageFormat.Bmp
            : ImageFormat.Unknown;
    }

    private static string Name(ImageFormat format) => format switch
    {
        ImageFormat.Gif => "GIF",
        ImageFormat.WebP => "WebP",
        ImageFormat.Bmp => "BMP",
        ImageFormat.Tiff => "TIFF",
        ImageFormat.Heif => "HEIC or AVIF",
        _ => format.ToString(),
    };
}
