namespace Prcl.Learning.Pictures;

/// <summary>Colours for a share 0…1, even to the eye: interpolated in OKLab (Ottosson 2020), looked up from 256 steps.</summary>
internal sealed class ColourRamp
{
    private const int Steps = 256;
    private readonly (byte R, byte G, byte B)[] _colours = new (byte, byte, byte)[Steps];

    public ColourRamp(params (byte R, byte G, byte B)[] stops)
    {
        var lab = Array.ConvertAll(stops, ToLab);
        for (var step = 0; step < Steps; step++)
        {
            var place = step * (stops.Length - 1.0) / (Steps - 1);
            var stop = Math.Min((int)place, stops.Length - 2);
            var share = place - stop;
            var ((l0, a0, b0), (l1, a1, b1)) = (lab[stop], lab[stop + 1]);
            _colours[step] = ToRgb(l0 + share * (l1 - l0), a0 + share * (a1 - a0), b0 + share * (b1 - b0));
        }
    }

    /// <summary>Blue (reliable) → yellow → red (unreliable).</summary>
    public static ColourRamp Uncertainty { get; } = new((38, 58, 150), (64, 148, 204), (250, 224, 104), (238, 124, 50), (178, 20, 38));

    /// <summary>Paper → dark blue.</summary>
    public static ColourRamp Amount { get; } = new((247, 249, 252), (158, 196, 226), (58, 118, 182), (12, 46, 108));

    /// <summary>The colour of a share; shares outside 0…1 take the ends.</summary>
    public (byte R, byte G, byte B) At(double share) => _colours[(int)(Math.Clamp(share, 0, 1) * (Steps - 1) + 0.5)];

    private static (double L, double A, double B) ToLab((byte R, byte G, byte B) colour)
    {
        double r = Linear(colour.R), g = Linear(colour.G), b = Linear(colour.B);
        var l = Math.Cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
        var m = Math.Cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
        var s = Math.Cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
        return (0.2104542553 * l + 0.7936177850 * m - 0.0040720468 * s, 1.9779984951 * l - 2.4285922050 * m + 0.4505937099 * s, 0.0259040371 * l + 0.7827717662 * m - 0.8086757660 * s);
    }

    private static (byte R, byte G, byte B) ToRgb(double lightness, double a, double b)
    {
        var l = Math.Pow(lightness + 0.3963377774 * a + 0.2158037573 * b, 3);
        var m = Math.Pow(lightness - 0.1055613458 * a - 0.0638541728 * b, 3);
        var s = Math.Pow(lightness - 0.0894841775 * a - 1.2914855480 * b, 3);
        return (Gamma(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s), Gamma(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s), Gamma(-0.0041960863 * l - 0.7034186147 * m + 1.7076147010 * s));
    }

    private static double Linear(byte level)
    {
        var value = level / 255.0;
        return value <= 0.04045 ? value / 12.92 : Math.Pow((value + 0.055) / 1.055, 2.4);
    }

    private static byte Gamma(double value)
    {
        var clamped = Math.Clamp(value, 0, 1);
        return (byte)(255 * (clamped <= 0.0031308 ? 12.92 * clamped : 1.055 * Math.Pow(clamped, 1 / 2.4) - 0.055) + 0.5);
    }
}
