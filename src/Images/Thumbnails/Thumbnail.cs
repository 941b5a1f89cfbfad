using Prcl.Images.Files;

namespace Prcl.Images.Thumbnails;

/// <summary>Small upright pictures of image files, without an image codec: PNGs whole, JPEGs at an eighth of their size.</summary>
public static class Thumbnail
{
    /// <summary>The picture; null for files that are read by proper decoders only (16 bits, transparency, four inks), or not at all.</summary>
    public static SmallPicture? Of(ReadOnlySpan<byte> bytes)
    {
        var verdict = ImageInspector.Inspect(bytes);
        if (!verdict.IsAccepted || ImageLimits.Default.RefuseSize(verdict.Header) is not null)
        {
            return null;
        }

        return (verdict.Header.Format == ImageFormat.Jpeg ? JpegThumbnail.Read(bytes) : OfPng(bytes))?.Upright(verdict.Header.Orientation);
    }

    private static SmallPicture? OfPng(ReadOnlySpan<byte> bytes)
    {
        if (ColourPng.Read(bytes, ImageLimits.Default).Map is not { } map)
        {
            return null;
        }

        var rgb = new byte[3 * map.Colours.Length];
        for (var i = 0; i < map.Colours.Length; i++)
        {
            (rgb[3 * i], rgb[3 * i + 1], rgb[3 * i + 2]) = ((byte)(map.Colours[i] >> 16), (byte)(map.Colours[i] >> 8), (byte)map.Colours[i]);
        }

        return new SmallPicture(map.Width, map.Height, rgb);
    }
}
