using Prcl.Learning.Randomness;

namespace Prcl.Learning.Scenes;

/// <summary>
/// Where things are. Along the street everything stands in cells of fixed length, each a pure function of its key and number, so any frame can
/// be drawn without the ones before it. Metres.
/// </summary>
internal static class StreetPlan
{
    /// <summary>From the middle of the road to the kerb.</summary>
    public const float Kerb = 4.5f;

    /// <summary>From the middle of the road to the fronts of houses.</summary>
    public const float FrontLine = 9;

    /// <summary>Length of a plot: a house or a garden.</summary>
    public const float PlotLength = 12;

    /// <summary>Distance of places where people may cross.</summary>
    public const float CrossingPitch = 42;

    /// <summary>The cells in sight of a layer that moves as a whole, nearest first: where a cell starts now, and its key.</summary>
    public static IEnumerable<(double Start, RandomKey Key)> Cells(RandomKey layer, double from, double pitch, double shift = 0)
    {
        var first = (long)Math.Floor((from - shift) / pitch);
        var last = (long)Math.Floor((from + Camera.Far - shift) / pitch);
        for (var cell = first; cell <= last; cell++)
        {
            yield return (cell * pitch + shift, layer.With(cell));
        }
    }

    /// <summary>The key of a plot on a side (−1 left, +1 right).</summary>
    public static RandomKey Plot(RandomKey street, int side, long number) => street.With((long)Layer.Plots).With(side).With(number);

    /// <summary>Whether a plot is a garden instead of a house.</summary>
    public static bool IsGarden(RandomKey plot) => plot.With(1).ToRandom().NextDouble() < 0.22;

    /// <summary>Whether a strip of grass runs between kerb and pavement around here.</summary>
    public static bool HasVerge(RandomKey street, int side, double z) =>
        street.With((long)Layer.Verges).With(side).With((long)Math.Floor(z / 70)).ToRandom().NextDouble() < 0.35;

    /// <summary>Whether zebra stripes are painted in a crossing cell.</summary>
    public static bool HasCrossing(RandomKey cell) => cell.With(1).ToRandom().NextDouble() < 0.7;

    /// <summary>Independent rows of things; part of their keys.</summary>
    internal enum Layer
    {
        Plots = 1,
        Verges,
        Trees,
        Lamps,
        Signs,
        Parked,
        Oncoming,
        Ahead,
        Walkers,
        Crossings,
        Ground,
        Sky,
        Weather,
        Sensor,
    }
}
