using Prcl.Learning.Images;

namespace Prcl.Learning.Pictures;

/// <summary>A quantity for each pixel, such as the mean variance of its representation: blue is low (reliable), yellow between, red high (unreliable).</summary>
public static class HeatMap
{
    private static readonly (byte R, byte G, byte B) Unknown = (128, 128, 128);

    /// <summary>Paints values on the ramp from <paramref name="min"/> (blue) to <paramref name="max"/> (red); values outside take the ends, NaN is grey.</summary>
    /// <param name="values">[H, W], row by row.</param>
    /// <param name="width">Columns.</param>
    /// <param name="height">Rows.</param>
    /// <param name="min">The value at the ramp's blue end.</param>
    /// <param name="max">The value at the ramp's red end; when it equals <paramref name="min"/>, all that is not above it is blue.</param>
    /// <exception cref="ArgumentException">The number of values isn't width × height, or the range is not finite and ascending.</exception>
    public static RgbImage Render(float[] values, int width, int height, double min, double max)
    {
        if (values.Length != (long)width * height)
        {
            throw new ArgumentException($"A heat map of {width}×{height} needs {(long)width * height} values, got {values.Length}.", nameof(values));
        }

        if (!double.IsFinite(min) || !double.IsFinite(max) || min > max)
        {
            throw new ArgumentException($"A heat map's range must be finite and ascending, got {min}…{max}.", nameof(min));
        }

        var pixels = new byte[values.Length * 3];
        for (int pixel = 0, at = 0; pixel < values.Length; pixel++, at += 3)
        {
            double value = values[pixel];
            var share = value <= min ? 0 : value >= max ? 1 : (value - min) / (max - min);
            (pixels[at], pixels[at + 1], pixels[at + 2]) = double.IsNaN(value) ? Unknown : ColourRamp.Uncertainty.At(share);
        }

        return new RgbImage(width, height, pixels);
    }
}
