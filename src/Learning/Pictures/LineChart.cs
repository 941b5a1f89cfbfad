using Prcl.Learning.Images;
using SkiaSharp;

namespace Prcl.Learning.Pictures;

/// <summary>Quantities over time, such as a prototype's drift or mIoU.</summary>
public static class LineChart
{
    private const float EventSize = 12;

    /// <summary>Draws the chart. Empty series and values that aren't finite are legal; they leave the line out.</summary>
    /// <param name="title">The line above.</param>
    /// <param name="series">Lines, later ones on top.</param>
    /// <param name="xLabel">Name and unit of the horizontal axis.</param>
    /// <param name="yLabel">Name and unit of the vertical axis.</param>
    /// <param name="options">Size, scale and events; null takes the defaults.</param>
    /// <exception cref="ArgumentException">The chart would be smaller than 200×200.</exception>
    public static RgbImage Render(string title, IReadOnlyList<LineSeries> series, string xLabel, string yLabel, LineChartOptions? options = null)
    {
        options ??= new LineChartOptions();
        if (Math.Min(options.Width, options.Height) < PlotArea.MinSize)
        {
            throw new ArgumentException($"A chart needs at least {PlotArea.MinSize}×{PlotArea.MinSize} pixels, got {options.Width}×{options.Height}.", nameof(options));
        }

        string[] names = [.. series.Select(s => s.Name)];
        var horizontal = Axis.Over(series.SelectMany(s => s.Points.Select(p => p.X)).Concat(options.Events.Select(e => e.X)), margin: 0.01);
        var vertical = options.RangeY is var (low, high)
            ? Axis.Over([low, high], options.LogarithmicY, margin: 0)
            : Axis.Over(series.SelectMany(s => s.Points.Select(p => p.Y)), options.LogarithmicY);
        using var sheet = new Sheet(options.Width, PlotArea.HeightFor(options.Width, options.Height, names));
        var area = new PlotArea(
            sheet,
            (title, xLabel, yLabel),
            names,
            (i, swatch) => Swatch(sheet, series[i], i, swatch),
            _ => (horizontal, vertical),
            options.Events.Count > 0 ? EventSize + 6 : 0);

        Events(sheet, area, options.Events);
        sheet.Canvas.Save();
        sheet.Canvas.ClipRect(SKRect.Inflate(area.Inside, 3, 3));
        for (var i = 0; i < series.Count; i++)
        {
            Line(sheet, area, series[i], Legend.ColourOf(i, series[i].Colour));
        }

        sheet.Canvas.Restore();
        return sheet.ToImage();
    }

    private static void Line(Sheet sheet, PlotArea area, LineSeries series, SKColor colour)
    {
        using var path = new SKPath();
        using var dot = new SKPaint { Color = colour, IsAntialias = true };
        var places = series.Points.Select(p => area.Place(p.X, p.Y)).ToArray();
        for (var i = 0; i < places.Length; i++)
        {
            if (!PlotArea.IsDrawable(places[i]))
            {
                continue;
            }

            var follows = i > 0 && PlotArea.IsDrawable(places[i - 1]);
            var isAlone = !follows && !(i + 1 < places.Length && PlotArea.IsDrawable(places[i + 1]));
            if (follows)
            {
                path.LineTo(places[i]);
            }
            else
            {
                path.MoveTo(places[i]);
            }

            if (series.Dots || isAlone)
            {
                sheet.Canvas.DrawCircle(places[i], 3, dot);
            }
        }

        using var pen = Pen(series, colour);
        sheet.Canvas.DrawPath(path, pen);
    }

    private static SKPaint Pen(LineSeries series, SKColor colour) => new()
    {
        Color = colour,
        IsAntialias = true,
        Style = SKPaintStyle.Stroke,
        StrokeWidth = 2,
        StrokeJoin = SKStrokeJoin.Round,
        PathEffect = series.Dashed ? SKPathEffect.CreateDash([6, 4], 0) : null,
    };

    private static void Swatch(Sheet sheet, LineSeries series, int index, SKRect swatch)
    {
        var colour = Legend.ColourOf(index, series.Colour);
        using var pen = Pen(series, colour);
        sheet.Canvas.DrawLine(swatch.Left, swatch.MidY, swatch.Right, swatch.MidY, pen);
        if (series.Dots)
        {
            using var dot = new SKPaint { Color = colour, IsAntialias = true };
            sheet.Canvas.DrawCircle(swatch.MidX, swatch.MidY, 3, dot);
        }
    }

    private static void Events(Sheet sheet, PlotArea area, IReadOnlyList<(double X, string Name)> events)
    {
        var ordered = events.Select(e => (Place: area.Column(e.X), e.Name)).Where(e => float.IsFinite(e.Place)).OrderBy(e => e.Place).ToArray();
        for (var i = 0; i < ordered.Length; i++)
        {
            var (x, name) = ordered[i];
            var end = i + 1 < ordered.Length ? ordered[i + 1].Place : area.Inside.Right;
            sheet.Line(x, area.Inside.Top - EventSize - 4, x, area.Inside.Bottom, Sheet.Faint.WithAlpha(150), 1.2f);
            if (end - x > 24)
            {
                sheet.Text(Sheet.Fit(name, EventSize, end - x - 8), x + 5, area.Inside.Top - 5, EventSize, Sheet.Faint);
            }
        }
    }
}
