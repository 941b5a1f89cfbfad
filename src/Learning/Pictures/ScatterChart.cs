using Prcl.Learning.Images;
using SkiaSharp;

namespace Prcl.Learning.Pictures;

/// <summary>Points in a plane with equal scales both ways, such as virtual negatives around their prototypes.</summary>
public static class ScatterChart
{
    /// <summary>Draws the chart; empty series are legal.</summary>
    /// <param name="title">The line above.</param>
    /// <param name="series">Kinds of points, later ones on top.</param>
    /// <param name="xLabel">Name of the horizontal axis.</param>
    /// <param name="yLabel">Name of the vertical axis.</param>
    /// <param name="width">Columns.</param>
    /// <param name="height">Rows; a legend of many rows adds to them.</param>
    /// <exception cref="ArgumentOutOfRangeException">A side is below 200.</exception>
    public static RgbImage Render(string title, IReadOnlyList<ScatterSeries> series, string xLabel, string yLabel, int width = 760, int height = 620)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, PlotArea.MinSize);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, PlotArea.MinSize);
        var horizontal = Axis.Over(series.SelectMany(s => s.Points.Select(p => p.X).Concat(s.Ellipses.SelectMany(e => new[] { e.X - Reach(e), e.X + Reach(e) }))), margin: 0.05);
        var vertical = Axis.Over(series.SelectMany(s => s.Points.Select(p => p.Y).Concat(s.Ellipses.SelectMany(e => new[] { e.Y - Reach(e), e.Y + Reach(e) }))), margin: 0.05);
        var named = series.Select((s, i) => (Series: s, Index: i)).Where(s => s.Series.Name.Length > 0).ToArray();
        string[] names = [.. named.Select(n => n.Series.Name)];
        using var sheet = new Sheet(width, PlotArea.HeightFor(width, height, names));
        var area = new PlotArea(
            sheet,
            (title, xLabel, yLabel),
            names,
            (i, swatch) => Mark(sheet, new(swatch.MidX, swatch.MidY), named[i].Series.Marker, Legend.ColourOf(named[i].Index, named[i].Series.Colour)),
            size => EqualScales(horizontal, vertical, size));

        sheet.Canvas.Save();
        sheet.Canvas.ClipRect(area.Inside);
        for (var i = 0; i < series.Count; i++)
        {
            foreach (var ellipse in series[i].Ellipses)
            {
                Ring(sheet, area, ellipse, Legend.ColourOf(i, series[i].Colour));
            }
        }

        for (var i = 0; i < series.Count; i++)
        {
            foreach (var place in series[i].Points.Select(p => area.Place(p.X, p.Y)).Where(PlotArea.IsDrawable))
            {
                Mark(sheet, place, series[i].Marker, Legend.ColourOf(i, series[i].Colour));
            }
        }

        sheet.Canvas.Restore();
        return sheet.ToImage();
    }

    private static double Reach(ScatterEllipse ellipse) => Math.Max(ellipse.RadiusX, ellipse.RadiusY);

    private static (Axis X, Axis Y) EqualScales(Axis horizontal, Axis vertical, SKSize size)
    {
        var unitsPerPixel = Math.Max((horizontal.High - horizontal.Low) / size.Width, (vertical.High - vertical.Low) / size.Height);
        return (horizontal.Widened(unitsPerPixel * size.Width), vertical.Widened(unitsPerPixel * size.Height));
    }

    private static void Ring(Sheet sheet, PlotArea area, ScatterEllipse ellipse, SKColor colour)
    {
        var centre = area.Place(ellipse.X, ellipse.Y);
        float across = (float)(ellipse.RadiusX * area.PixelsPerUnit), along = (float)(ellipse.RadiusY * area.PixelsPerUnit);
        if (!PlotArea.IsDrawable(centre) || !float.IsFinite(across) || !float.IsFinite(along))
        {
            return;
        }

        using var inside = new SKPaint { Color = colour.WithAlpha(28), IsAntialias = true };
        using var pen = new SKPaint { Color = colour, IsAntialias = true, Style = SKPaintStyle.Stroke, StrokeWidth = 1.5f };
        sheet.Canvas.Save();
        sheet.Canvas.Translate(centre);
        sheet.Canvas.RotateDegrees(-(float)ellipse.Degrees);
        sheet.Canvas.DrawOval(0, 0, across, along, inside);
        sheet.Canvas.DrawOval(0, 0, across, along, pen);
        sheet.Canvas.Restore();
    }

    private static void Mark(Sheet sheet, SKPoint place, ScatterMarker marker, SKColor colour)
    {
        using var fill = new SKPaint { Color = colour, IsAntialias = true };
        using var pen = new SKPaint { Color = colour, IsAntialias = true, Style = SKPaintStyle.Stroke, StrokeWidth = 1.6f };
        switch (marker)
        {
            case ScatterMarker.Ring:
                sheet.Canvas.DrawCircle(place, 3.4f, pen);
                break;
            case ScatterMarker.Cross:
                sheet.Canvas.DrawLine(place.X - 3.5f, place.Y - 3.5f, place.X + 3.5f, place.Y + 3.5f, pen);
                sheet.Canvas.DrawLine(place.X - 3.5f, place.Y + 3.5f, place.X + 3.5f, place.Y - 3.5f, pen);
                break;
            case ScatterMarker.Diamond:
                using (var path = new SKPath())
                {
                    path.AddPoly([new(place.X, place.Y - 7), new(place.X + 7, place.Y), new(place.X, place.Y + 7), new(place.X - 7, place.Y)]);
                    using var rim = new SKPaint { Color = SKColors.White, IsAntialias = true, Style = SKPaintStyle.Stroke, StrokeWidth = 3 };
                    sheet.Canvas.DrawPath(path, rim);
                    sheet.Canvas.DrawPath(path, fill);
                }

                break;
            default:
                fill.Color = colour.WithAlpha(170);
                sheet.Canvas.DrawCircle(place, 2.8f, fill);
                break;
        }
    }
}
