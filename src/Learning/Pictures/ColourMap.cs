using Prcl.Images.Files;
using Prcl.Learning.Images;

namespace Prcl.Learning.Pictures;

/// <summary>A label map in colours.</summary>
public static class ColourMap
{
    /// <summary>Paints each id in its colour of the palette.</summary>
    /// <param name="labels">[H, W] ids.</param>
    /// <param name="palette">A colour for each class id.</param>
    /// <param name="ignore">The colour of ids that the palette lacks.</param>
    public static RgbImage Render(LabelMap labels, IReadOnlyList<(byte R, byte G, byte B)> palette, (byte R, byte G, byte B) ignore = default)
    {
        var pixels = new byte[labels.Ids.Length * 3];
        for (int pixel = 0, at = 0; pixel < labels.Ids.Length; pixel++, at += 3)
        {
            var id = labels.Ids[pixel];
            (pixels[at], pixels[at + 1], pixels[at + 2]) = id < palette.Count ? palette[id] : ignore;
        }

        return new RgbImage(labels.Width, labels.Height, pixels);
    }
}
