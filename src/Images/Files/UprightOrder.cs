namespace Prcl.Images.Files;

/// <summary>Where the pixels of an upright picture lie in a file whose EXIF orientation turns or mirrors it.</summary>
public static class UprightOrder
{
    /// <summary>Where the upright picture's first pixel lies in the file, and how far one column and one row of it are; in pixels.</summary>
    /// <param name="orientation">1 to 8; any other number is 1.</param>
    /// <param name="width">Columns, upright.</param>
    /// <param name="height">Rows, upright.</param>
    public static (int First, int Column, int Row) Of(int orientation, int width, int height)
    {
        var stride = orientation is >= 5 and <= 8 ? height : width;
        return orientation switch
        {
            2 => (width - 1, -1, stride),
            3 => (width * height - 1, -1, -stride),
            4 => (stride * (height - 1), 1, -stride),
            5 => (0, stride, 1),
            6 => (stride * (width - 1), -stride, 1),
            7 => (width * height - 1, -stride, -1),
            8 => (stride - 1, stride, -1),
            _ => (0, 1, stride),
        };
    }
}
