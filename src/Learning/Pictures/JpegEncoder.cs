using Prcl.Learning.Images;
using SkiaSharp;

namespace Prcl.Learning.Pictures;

/// <summary>Writes pictures for people as JPEG, where size counts for more than each pixel.</summary>
public static class JpegEncoder
{
    /// <summary>The JPEG file of an image.</summary>
    /// <param name="image">The image.</param>
    /// <param name="quality">1 to 100.</param>
    /// <exception cref="InvalidOperationException">The codec refused the image.</exception>
    public static byte[] Encode(RgbImage image, int quality = 80)
    {
        using var bitmap = PngEncoder.ToBitmap(image);
        using var pixmap = bitmap.PeekPixels();
        using var data = pixmap.Encode(new SKJpegEncoderOptions(quality, SKJpegEncoderDownsample.Downsample420, SKJpegEncoderAlphaOption.Ignore))
            ?? throw new InvalidOperationException($"The JPEG codec refused an image of {image.Width}×{image.Height}.");
        return data.ToArray();
    }
}
