namespace Prcl.Learning.Pictures;

/// <summary>A line of a chart.</summary>
/// <param name="Name">What the legend calls it.</param>
/// <param name="Points">In drawing order; a point that isn't finite leaves a gap.</param>
public sealed record LineSeries(string Name, IReadOnlyList<(double X, double Y)> Points)
{
    /// <summary>The line's colour; null takes the next of the chart's own.</summary>
    public (byte R, byte G, byte B)? Colour { get; init; }

    /// <summary>Whether the line is dashed.</summary>
    public bool Dashed { get; init; }

    /// <summary>Whether each point has a dot; a point without neighbours always has.</summary>
    public bool Dots { get; init; }
}
