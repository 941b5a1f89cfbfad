using Prcl.Images.Files;

namespace Prcl.Images.Thumbnails;

/// <summary>A picture for people, mostly smaller than the file that it is of.</summary>
/// <param name="Width">Columns.</param>
/// <param name="Height">Rows.</param>
/// <param name="Rgb">Three bytes a pixel, row by row.</param>
public sealed record SmallPicture(int Width, int Height, byte[] Rgb)
{
    /// <summary>The picture turned upright.</summary>
    /// <param name="orientation">EXIF orientation, 1 to 8.</param>
    public SmallPicture Upright(int orientation)
    {
        if (orientation == 1)
        {
            return this;
        }

        var (width, height) = orientation >= 5 ? (Height, Width) : (Width, Height);
        var (first, column, row) = UprightOrder.Of(orientation, width, height);
        var turned = new byte[Rgb.Length];
        for (var i = 0; i < width * height; i++)
        {
            Rgb.AsSpan(3 * (first + i % width * column + i / width * row), 3).CopyTo(turned.AsSpan(3 * i));
        }

        return new SmallPicture(width, height, turned);
    }
}
