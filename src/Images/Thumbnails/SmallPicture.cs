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
        var turned = new byte[Rgb.Length];
        for (var i = 0; i < width * height; i++)
        {
            var (x, y) = (i % width, i / width);
            var (fromX, fromY) = orientation switch
            {
                2 => (Width - 1 - x, y),
                3 => (Width - 1 - x, Height - 1 - y),
                4 => (x, Height - 1 - y),
                5 => (y, x),
                6 => (y, Height - 1 - x),
                7 => (Width - 1 - y, Height - 1 - x),
                _ => (Width - 1 - y, x),
            };
            Rgb.AsSpan(3 * (fromY * Width + fromX), 3).CopyTo(turned.AsSpan(3 * i));
        }

        return new SmallPicture(width, height, turned);
    }
}
