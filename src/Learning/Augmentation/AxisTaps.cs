namespace Prcl.Learning.Augmentation;

/// <summary>
/// For each output position along one axis of a scaled and cropped image, where in the source to read. Pixel centres are at
/// half-integers (torch's <c>align_corners=false</c>), so that labels, read at the nearest centre, stay under their pixels.
/// </summary>
internal sealed class AxisTaps
{
    private AxisTaps(int count) =>
        (Lower, Upper, Weight, Nearest) = (new int[count], new int[count], new float[count], new int[count]);

    /// <summary>The source index before each position.</summary>
    public int[] Lower { get; }

    /// <summary>The source index after each position.</summary>
    public int[] Upper { get; }

    /// <summary>The share of <see cref="Upper"/> in the linear interpolation, in [0, 1).</summary>
    public float[] Weight { get; }

    /// <summary>The nearest source index, or −1 where the position lies in padding.</summary>
    public int[] Nearest { get; }

    /// <summary>Number of output positions.</summary>
    public int Count => Lower.Length;

    /// <summary>
    /// Taps of positions <paramref name="start"/>, <paramref name="start"/> + 1, … of a <paramref name="source"/>-pixel axis
    /// scaled to <paramref name="scaled"/> pixels and continued by reflection.
    /// </summary>
    public static AxisTaps Create(int source, int scaled, int start, int count)
    {
        var taps = new AxisTaps(count);
        var ratio = (double)source / scaled;
        for (var i = 0; i < count; i++)
        {
            var inside = start + i < scaled;
            var position = (Reflection.Of(start + i, scaled) + 0.5) * ratio;
            var centre = Math.Clamp(position - 0.5, 0, source - 1);
            taps.Lower[i] = (int)centre;
            taps.Upper[i] = Math.Min((int)centre + 1, source - 1);
            taps.Weight[i] = (float)(centre - (int)centre);
            taps.Nearest[i] = inside ? Math.Min((int)position, source - 1) : -1;
        }

        return taps;
    }
}
