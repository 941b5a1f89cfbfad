using Prcl.Images.Files;
using Prcl.Learning.Images;

namespace Prcl.Learning.Pictures;

/// <summary>A label map as a tint over its image.</summary>
public static class Overlay
{
    /// <summary>Mixes each pixel with its class's colour; pixels whose id the palette lacks stay as they are.</summary>
    /// <param name="image">[H, W] pixels.</param>
    /// <param name="labels">[H, W] ids.</param>
    /// <param name="palette">A colour for each class id.</param>
    /// <param name="opacity">Share of the class colour, 0…1.</param>
    /// <exception cref="ArgumentException">Image and labels differ in size.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="opacity"/> is outside 0…1.</exception>
    public static RgbImage Render(RgbImage image, LabelMap labels, IReadOnlyList<(byte R, byte G, byte B)> palette, double opacity = 0.5)
    {
        if (!(opacity is >= 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(opacity), opacity, "Opacity is a share, 0…1.");
        }

        if (image.Width != labels.Width || image.Height != labels.Height)
        {
            throw new ArgumentException($"An overlay needs one size: the image is {image.Width}×{image.Height}, the labels are {labels.Width}×{labels.Height}.", nameof(labels));
        }

        var pixels = (byte[])image.Pixels.Clone();
        for (int pixel = 0, at = 0; pixel < labels.Ids.Length; pixel++, at += 3)
        {
            var id = labels.Ids[pixel];
            if (id < palette.Count)
            {
                var (r, g, b) = palette[id];
                (pixels[at], pixels[at + 1], pixels[at + 2]) = (Mix(pixels[at], r, opacity), Mix(pixels[at + 1], g, opacity), Mix(pixels[at + 2], b, opacity));
            }
        }

        return new RgbImage(image.Width, image.Height, pixels);
    }

    private static byte Mix(byte below, byte above, double opacity) => (byte)(below + (above - below) * opacity + 0.5);
}
