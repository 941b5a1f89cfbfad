using Prcl.Learning.Images;
using SkiaSharp;

namespace Prcl.Learning.Pictures;

/// <summary>Writes pictures as PNG, without loss.</summary>
public static class PngEncoder
{
    // On photographs level 4 takes twice as long and saves 20 %, level 6 thrice as long again and saves another 3 %.
    private const int DeflateLevel = 1;

    /// <summary>The PNG file of an image: 8-bit RGB.</summary>
    /// <exception cref="InvalidOperationException">The codec refused the image.</exception>
    public static byte[] Encode(RgbImage image)
    {
        using var bitmap = ToBitmap(image);
        using var pixmap = bitmap.PeekPixels();
        using var data = pixmap.Encode(new SKPngEncoderOptions(SKPngEncoderFilterFlags.Up, DeflateLevel))
            ?? throw new InvalidOperationException($"The PNG codec refused an image of {image.Width}×{image.Height}.");
        return data.ToArray();
    }

    internal static unsafe SKBitmap ToBitmap(RgbImage image)
    {
        var bitmap = new SKBitmap(new SKImageInfo(image.Width, image.Height, SKColorType.Rgba8888, SKAlphaType.Opaque));
        var target = new Span<uint>((void*)bitmap.GetPixels(), image.Width * image.Height);
        var source = image.Pixels.AsSpan();
        for (int pixel = 0, at = 0; pixel < target.Length; pixel++, at += 3)
        {
            target[pixel] = source[at] | (uint)source[at + 1] << 8 | (uint)source[at + 2] << 16 | 0xFF000000u;
        }

        return bitmap;
    }
}
