namespace Prcl.Images.Files;

/// <summary>A class id for each pixel, exactly as stored on disk (so ignore is 255 or whatever the data set says, not −1).</summary>
public sealed class LabelMap
{
    /// <summary>Wraps ids without copying.</summary>
    /// <exception cref="ArgumentException"><paramref name="ids"/> does not hold width × height values.</exception>
    public LabelMap(int width, int height, ushort[] ids)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(height);
        if (ids.Length != (long)width * height)
        {
            throw new ArgumentException($"{width}×{height} labels need {(long)width * height} ids, got {ids.Length}.", nameof(ids));
        }

        (Width, Height, Ids) = (width, height, ids);
    }

    /// <summary>Columns.</summary>
    public int Width { get; }

    /// <summary>Rows.</summary>
    public int Height { get; }

    /// <summary>Ids row by row; length width × height.</summary>
    public ushort[] Ids { get; }
}
