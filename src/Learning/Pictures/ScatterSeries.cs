namespace Prcl.Learning.Pictures;

/// <summary>Points of one kind in a scatter chart.</summary>
/// <param name="Name">What the legend calls them; empty leaves them out of the legend.</param>
/// <param name="Points">Points that aren't finite are left out.</param>
public sealed record ScatterSeries(string Name, IReadOnlyList<(double X, double Y)> Points)
{
    /// <summary>Their colour; null takes the next of the chart's own.</summary>
    public (byte R, byte G, byte B)? Colour { get; init; }

    /// <summary>Their shape.</summary>
    public ScatterMarker Marker { get; init; }

    /// <summary>Ellipses in the same colour.</summary>
    public IReadOnlyList<ScatterEllipse> Ellipses { get; init; } = [];
}
