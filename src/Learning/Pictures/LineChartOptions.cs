namespace Prcl.Learning.Pictures;

/// <summary>How a line chart looks.</summary>
public sealed record LineChartOptions
{
    /// <summary>Columns.</summary>
    public int Width { get; init; } = 820;

    /// <summary>Rows.</summary>
    public int Height { get; init; } = 440;

    /// <summary>Whether the vertical axis is logarithmic; values that aren't positive then leave gaps.</summary>
    public bool LogarithmicY { get; init; }

    /// <summary>The vertical range to show; null fits it to the data.</summary>
    public (double Low, double High)? RangeY { get; init; }

    /// <summary>Moments marked by a named vertical line, such as a change of domain.</summary>
    public IReadOnlyList<(double X, string Name)> Events { get; init; } = [];
}
