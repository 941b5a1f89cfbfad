namespace Prcl.Learning.Pictures;

/// <summary>How a line chart looks.</summary>
public sealed record LineChartOptions
{
    /// <summary>Columns, at least 200.</summary>
    public int Width { get; init; } = 820;

    /// <summary>Rows, at least 200; a legend of many rows adds to them.</summary>
    public int Height { get; init; } = 440;

    /// <summary>Whether the vertical axis is logarithmic; values that aren't positive then leave gaps.</summary>
    public bool LogarithmicY { get; init; }

    /// <summary>The vertical range to show; null fits it to the data.</summary>
    public (double Low, double High)? RangeY { get; init; }

    /// <summary>Moments marked by a named vertical line, such as a change of domain.</summary>
    public IReadOnlyList<(double X, string Name)> Events { get; init; } = [];
}
