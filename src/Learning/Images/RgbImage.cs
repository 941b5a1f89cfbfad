namespace Prcl.Learning.Images;

/// <summary>A decoded colour image: 8-bit sRGB, rows from the top, pixels interleaved R, G, B, no row padding.</summary>
public sealed class RgbImage
{
    /// <summary>Wraps pixels without copying.</summary>
    /// <exception cref="ArgumentException"><paramref name="pixels"/> does not hold width × height × 3 bytes.</exception>
    public RgbImage(int width, int height, byte[] pixels)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(height);
        if (pixels.Length != (long)width * height * 3)
        {
            throw new ArgumentException($"{width}×{height} RGB needs {(long)width * height * 3} bytes, got {pixels.Length}.", nameof(pixels));
        }

        (Width, Height, Pixels) = (width, height, pixels);
    }

    /// <summary>Columns.</summary>
    public int Width { get; }

    /// <summary>Rows.</summary>
    public int Height { get; }

    /// <summary>R, G, B of each pixel; length width × height × 3.</summary>
    public byte[] Pixels { get; }
}
