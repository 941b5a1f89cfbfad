using System.Numerics;

namespace Prcl.Learning.Augmentation;

/// <summary>A map of one pixel's colour, a vector of pixels at a time.</summary>
internal interface IColourKernel
{
    /// <summary>Replaces the colours.</summary>
    void Map(ref Vector<float> red, ref Vector<float> green, ref Vector<float> blue);
}

/// <summary>v·f.</summary>
internal readonly struct BrightnessKernel(float factor) : IColourKernel
{
    /// <inheritdoc/>
    public void Map(ref Vector<float> red, ref Vector<float> green, ref Vector<float> blue)
    {
        red = Unit.Clamp(red * factor);
        green = Unit.Clamp(green * factor);
        blue = Unit.Clamp(blue * factor);
    }
}

/// <summary>v·f + mean grey·(1 − f).</summary>
internal readonly struct ContrastKernel(float factor, float meanGrey) : IColourKernel
{
    /// <inheritdoc/>
    public void Map(ref Vector<float> red, ref Vector<float> green, ref Vector<float> blue)
    {
        var rest = new Vector<float>(meanGrey * (1 - factor));
        red = Unit.Clamp(red * factor + rest);
        green = Unit.Clamp(green * factor + rest);
        blue = Unit.Clamp(blue * factor + rest);
    }
}

/// <summary>v·f + the pixel's grey·(1 − f).</summary>
internal readonly struct SaturationKernel(float factor) : IColourKernel
{
    /// <inheritdoc/>
    public void Map(ref Vector<float> red, ref Vector<float> green, ref Vector<float> blue)
    {
        var grey = red * ColourPlanes.GreyRed + green * ColourPlanes.GreyGreen + blue * ColourPlanes.GreyBlue;
        var rest = grey * (1 - factor);
        red = Unit.Clamp(red * factor + rest);
        green = Unit.Clamp(green * factor + rest);
        blue = Unit.Clamp(blue * factor + rest);
    }
}

/// <summary>
/// A rotation of the hue in HSV that keeps value and saturation, hence the pixel's maximum M and chroma C. Back from HSV
/// without branches: M − C·clamp(min(k, 4 − k), 0, 1) with k = (n + 6·hue) mod 6 and n = 5, 3, 1 for R, G, B.
/// </summary>
internal readonly struct HueKernel(float turns) : IColourKernel
{
    /// <inheritdoc/>
    public void Map(ref Vector<float> red, ref Vector<float> green, ref Vector<float> blue)
    {
        var maximum = Vector.Max(red, Vector.Max(green, blue));
        var chroma = maximum - Vector.Min(red, Vector.Min(green, blue));
        var divisor = Vector.ConditionalSelect(Vector.Equals(chroma, Vector<float>.Zero), Vector<float>.One, chroma);
        var sextant = Vector.ConditionalSelect(
            Vector.Equals(maximum, red),
            (green - blue) / divisor,
            Vector.ConditionalSelect(
                Vector.Equals(maximum, green),
                new Vector<float>(2) + (blue - red) / divisor,
                new Vector<float>(4) + (red - green) / divisor));
        sextant += new Vector<float>(6 * turns);
        red = Channel(5, sextant, maximum, chroma);
        green = Channel(3, sextant, maximum, chroma);
        blue = Channel(1, sextant, maximum, chroma);
    }

    private static Vector<float> Channel(float offset, Vector<float> sextant, Vector<float> maximum, Vector<float> chroma)
    {
        var turned = sextant + new Vector<float>(offset);
        var k = turned - Vector.Floor(turned * (1f / 6)) * 6f;
        return maximum - chroma * Unit.Clamp(Vector.Min(k, new Vector<float>(4) - k));
    }
}

/// <summary>The interval [0, 1].</summary>
internal static class Unit
{
    /// <summary>The nearest value within it.</summary>
    public static Vector<float> Clamp(Vector<float> value) => Vector.Min(Vector.Max(value, Vector<float>.Zero), Vector<float>.One);
}
