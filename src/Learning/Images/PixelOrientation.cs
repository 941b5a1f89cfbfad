using Prcl.Images.Files;

namespace Prcl.Learning.Images;

/// <summary>Turns decoded pixels upright according to EXIF orientation.</summary>
internal static class PixelOrientation
{
    /// <summary>Copies stored RGBA rows into an upright RGB image.</summary>
    /// <param name="rgba">Pixels in the order of the file; 4 × width × height bytes.</param>
    /// <param name="header">Orientation and the upright dimensions.</param>
    public static RgbImage ToUpright(ReadOnlySpan<byte> rgba, ImageHeader header)
    {
        var (width, height) = (header.Width, header.Height);
        var pixels = GC.AllocateUninitializedArray<byte>(width * height * 3);
        if (header.Orientation is < 2 or > 8)
        {
            AlphaDrop.Copy(rgba, pixels);
            return new RgbImage(width, height, pixels);
        }

        var (first, column, row) = UprightOrder.Of(header.Orientation, width, height);
        var target = pixels.AsSpan();
        for (var y = 0; y < height; y++)
        {
            var source = (first + y * row) * 4;
            for (var x = 0; x < width; x++, source += column * 4)
            {
                var pixel = rgba.Slice(source, 3);
                target[2] = pixel[2];
                target[1] = pixel[1];
                target[0] = pixel[0];
                target = target[3..];
            }
        }

        return new RgbImage(width, height, pixels);
    }
}
