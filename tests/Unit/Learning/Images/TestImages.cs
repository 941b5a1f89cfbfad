using System.Buffers.Binary;
using System.IO.Compression;
using System.Runtime.InteropServices;
using Prcl.Images.Files;
using Prcl.Learning.Images;
using Prcl.Learning.Randomness;
using SkiaSharp;

namespace Prcl.Unit.Learning.Images;

/// <summary>Makes images and image files, sound and otherwise, in memory.</summary>
internal static class TestImages
{
    /// <summary>Smooth colours that differ along both axes, so that a flip or a swap of channels shows.</summary>
    public static RgbImage Gradient(int width = 48, int height = 32)
    {
        var pixels = new byte[width * height * 3];
        for (var i = 0; i < width * height; i++)
        {
            var (x, y) = (i % width, i / width);
            pixels[3 * i] = (byte)(255 * x / Math.Max(1, width - 1));
            pixels[3 * i + 1] = (byte)(255 * y / Math.Max(1, height - 1));
            pixels[3 * i + 2] = (byte)(80 + x + y);
        }

        return new RgbImage(width, height, pixels);
    }

    /// <summary>Ids drawn from <paramref name="ids"/>, the same for the same seed.</summary>
    public static LabelMap Labels(int width, int height, ushort[] ids, long seed = 1)
    {
        var random = RandomKey.FromSeed(seed).ToRandom();
        return new LabelMap(width, height, [.. Enumerable.Range(0, width * height).Select(_ => ids[random.Next(ids.Length)])]);
    }

    /// <summary>An 8-bit RGB PNG.</summary>
    public static byte[] Png(RgbImage image) => Png(image.Width, image.Height, 8, 2, image.Pixels);

    /// <summary>A JPEG with full-resolution chroma, so that only quantisation is lost.</summary>
    public static byte[] Jpeg(RgbImage image, int quality = 95)
    {
        using var bitmap = new SKBitmap(new SKImageInfo(image.Width, image.Height, SKColorType.Rgba8888, SKAlphaType.Opaque));
        var rgba = new byte[image.Width * image.Height * 4];
        for (var i = 0; i < image.Width * image.Height; i++)
        {
            image.Pixels.AsSpan(3 * i, 3).CopyTo(rgba.AsSpan(4 * i));
            rgba[4 * i + 3] = 255;
        }

        Marshal.Copy(rgba, 0, bitmap.GetPixels(), rgba.Length);
        using var pixels = bitmap.PeekPixels();
        using var data = pixels.Encode(new SKJpegEncoderOptions(quality, SKJpegEncoderDownsample.Downsample444, SKJpegEncoderAlphaOption.Ignore));
        return data.ToArray();
    }

    /// <summary>A PNG of any kind.</summary>
    /// <param name="width">Columns.</param>
    /// <param name="height">Rows.</param>
    /// <param name="depth">Bits a sample.</param>
    /// <param name="colourType">0 gray, 2 RGB, 3 palette, 4 gray and alpha, 6 RGB and alpha.</param>
    /// <param name="packed">Rows of packed samples, without filter bytes.</param>
    /// <param name="filter">Of each row.</param>
    /// <param name="before">Chunks to put between IHDR and the pixel data.</param>
    /// <param name="parts">How many IDAT chunks.</param>
    public static byte[] Png(int width, int height, int depth, int colourType, byte[] packed, int filter = 0, (string Type, byte[] Data)[]? before = null, int parts = 1)
    {
        var rowBytes = packed.Length / height;
        using var raw = new MemoryStream();
        for (var y = 0; y < height; y++)
        {
            raw.WriteByte((byte)filter);
            raw.Write(Filter(packed, y, rowBytes, filter, Math.Max(1, depth * (colourType switch { 2 => 3, 4 => 2, 6 => 4, _ => 1 }) / 8)));
        }

        return PngOfRaw(width, height, depth, colourType, interlace: 0, raw.ToArray(), before, parts);
    }

    /// <summary>A PNG whose inflated data are given, filter bytes included, right or wrong.</summary>
    public static byte[] PngOfRaw(int width, int height, int depth, int colourType, int interlace, byte[] raw, (string Type, byte[] Data)[]? before = null, int parts = 1)
    {
        using var png = new MemoryStream();
        png.Write(PngChunkReader.Signature);
        LabelPngWriter.WriteChunk(png, "IHDR", PngHeader(width, height, depth, colourType, interlace));
        foreach (var (type, data) in before ?? [])
        {
            LabelPngWriter.WriteChunk(png, type, data);
        }

        var deflated = Deflate(raw);
        foreach (var part in deflated.Chunk((deflated.Length + parts - 1) / parts))
        {
            LabelPngWriter.WriteChunk(png, "IDAT", part);
        }

        LabelPngWriter.WriteChunk(png, "IEND", []);
        return png.ToArray();
    }

    /// <summary>The data of an IHDR chunk.</summary>
    public static byte[] PngHeader(int width, int height, int depth, int colourType, int interlace)
    {
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        (header[8], header[9], header[12]) = ((byte)depth, (byte)colourType, (byte)interlace);
        return header;
    }

    /// <summary>Packs samples into rows of a PNG, most significant bits first.</summary>
    public static byte[] Pack(ReadOnlySpan<ushort> samples, int width, int depth)
    {
        var (height, rowBytes) = (samples.Length / width, (width * depth + 7) / 8);
        var packed = new byte[height * rowBytes];
        for (var i = 0; i < samples.Length; i++)
        {
            for (var bit = 0; bit < depth; bit++)
            {
                var at = i % width * depth + bit;
                packed[i / width * rowBytes + at / 8] |= (byte)((samples[i] >> (depth - 1 - bit) & 1) << (7 - at % 8));
            }
        }

        return packed;
    }

    /// <summary>Puts an EXIF segment with an orientation right after a JPEG's first marker.</summary>
    public static byte[] WithExif(byte[] jpeg, int orientation, bool isLittle = true) =>
        [.. jpeg[..2], 0xFF, 0xE1, 0, 34, .. "Exif\0\0"u8, .. Tiff(orientation, isLittle), .. jpeg[2..]];

    /// <summary>A TIFF block with one directory that holds only an orientation; 26 bytes.</summary>
    public static byte[] Tiff(int orientation, bool isLittle) => isLittle
        ? [.. "II*\0"u8, 8, 0, 0, 0, 1, 0, 0x12, 0x01, 3, 0, 1, 0, 0, 0, (byte)orientation, 0, 0, 0, 0, 0, 0, 0]
        : [.. "MM\0*"u8, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, (byte)orientation, 0, 0, 0, 0, 0, 0];

    /// <summary>A baseline JPEG of one flat colour, written by hand because no encoder here writes CMYK.</summary>
    /// <param name="levels">One stored level a component, 1, 3 or 4 of them.</param>
    /// <param name="adobeTransform">The transform of an Adobe marker (0 none, 1 YCbCr, 2 YCCK), or null for no marker.</param>
    /// <param name="blocks">Blocks of 8×8 along each side.</param>
    public static byte[] FlatJpeg(byte[] levels, int? adobeTransform, int blocks = 3)
    {
        var side = (byte)(8 * blocks);
        List<byte> jpeg = [0xFF, 0xD8];
        if (adobeTransform is { } transform)
        {
            jpeg.AddRange([0xFF, 0xEE, 0, 14, .. "Adobe"u8, 0, 100, 0, 0, 0, 0, (byte)transform]);
        }

        jpeg.AddRange([0xFF, 0xDB, 0, 67, 0, .. Enumerable.Repeat((byte)8, 64)]); // so a DC coefficient is a level − 128
        jpeg.AddRange([0xFF, 0xC0, 0, (byte)(8 + 3 * levels.Length), 8, 0, side, 0, side, (byte)levels.Length]);
        jpeg.AddRange(Enumerable.Range(1, levels.Length).SelectMany(id => new byte[] { (byte)id, 0x11, 0 }));
        jpeg.AddRange([0xFF, 0xC4, 0, 28, 0x00, 0, 0, 0, 9, .. new byte[12], 0, 1, 2, 3, 4, 5, 6, 7, 8]); // DC sizes, four bits each
        jpeg.AddRange([0xFF, 0xC4, 0, 20, 0x10, 1, .. new byte[15], 0]); // AC: only "end of block", one bit
        jpeg.AddRange([0xFF, 0xDA, 0, (byte)(6 + 2 * levels.Length), (byte)levels.Length]);
        jpeg.AddRange(Enumerable.Range(1, levels.Length).SelectMany(id => new byte[] { (byte)id, 0 }));
        jpeg.AddRange([0, 63, 0, .. FlatScan(levels, blocks * blocks), 0xFF, 0xD9]);
        return [.. jpeg];
    }

    private static List<byte> FlatScan(byte[] levels, int blocks)
    {
        var bits = new List<int>();
        for (var block = 0; block < blocks; block++)
        {
            foreach (var level in levels)
            {
                var difference = block == 0 ? level - 128 : 0;
                var size = difference == 0 ? 0 : (int)Math.Log2(Math.Abs(difference)) + 1;
                var value = difference < 0 ? difference + (1 << size) - 1 : difference;
                bits.AddRange(Enumerable.Range(0, 4).Select(i => size >> (3 - i) & 1));
                bits.AddRange(Enumerable.Range(0, size).Select(i => value >> (size - 1 - i) & 1));
                bits.Add(0);
            }
        }

        var bytes = new List<byte>();
        foreach (var chunk in bits.Chunk(8))
        {
            var value = chunk.Concat(Enumerable.Repeat(1, 8 - chunk.Length)).Aggregate(0, (sum, bit) => 2 * sum + bit);
            bytes.AddRange(value == 0xFF ? [0xFF, 0x00] : [(byte)value]);
        }

        return bytes;
    }

    private static byte[] Deflate(byte[] raw)
    {
        using var deflated = new MemoryStream();
        using (var stream = new ZLibStream(deflated, CompressionLevel.Optimal, leaveOpen: true))
        {
            stream.Write(raw);
        }

        return deflated.ToArray();
    }

    private static byte[] Filter(byte[] packed, int y, int rowBytes, int filter, int bytesPerPixel)
    {
        var filtered = new byte[rowBytes];
        for (var i = 0; i < rowBytes; i++)
        {
            var left = i < bytesPerPixel ? 0 : packed[y * rowBytes + i - bytesPerPixel];
            var above = y == 0 ? 0 : packed[(y - 1) * rowBytes + i];
            var corner = y == 0 || i < bytesPerPixel ? 0 : packed[(y - 1) * rowBytes + i - bytesPerPixel];
            int[] candidates = [left, above, corner];
            var guess = left + above - corner;
            var predicted = filter switch
            {
                1 => left,
                2 => above,
                3 => (left + above) / 2,
                4 => candidates.OrderBy(candidate => Math.Abs(candidate - guess)).First(), // stable: ties go left, above, corner
                _ => 0,
            };
            filtered[i] = (byte)(packed[y * rowBytes + i] - predicted);
        }

        return filtered;
    }
}
