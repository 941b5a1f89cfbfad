using Prcl.Learning.Images;
using SkiaSharp;

namespace Prcl.Learning.Pictures;

/// <summary>A heat map with its colour bar below: what blue and red stand for, on a scale that is the same in every picture.</summary>
public static class HeatScale
{
    /// <summary>Rows that the bar adds below the map.</summary>
    public const int Height = 26;

    private const int Ticks = 4;
    private const float TextSize = 10;
    private const float BarHeight = 8;
    private const float Margin = 4;

    /// <summary>The values on a fixed scale, with the bar.</summary>
    /// <param name="values">[H, W], row by row.</param>
    /// <param name="width">Columns.</param>
    /// <param name="height">Rows.</param>
    /// <param name="max">The value of the bar's red end; its blue end is 0.</param>
    public static RgbImage Render(float[] values, int width, int height, double max)
    {
        var map = HeatMap.Render(values, width, height, 0, max);
        using var sheet = new Sheet(width, height + Height);
        sheet.Image(map, 0, 0, 1);
        var length = width - (2 * Margin);
        for (var x = 0; x < length; x++)
        {
            var (red, green, blue) = ColourRamp.Uncertainty.At(x / Math.Max(1, length - 1));
            sheet.Fill(SKRect.Create(Margin + x, height + Margin, 1, BarHeight), new SKColor(red, green, blue));
        }

        for (var tick = 0; tick <= Ticks; tick++)
        {
            var align = tick == 0 ? SKTextAlign.Left : tick == Ticks ? SKTextAlign.Right : SKTextAlign.Center;
            var text = (max * tick / Ticks).ToString("0.##", System.Globalization.CultureInfo.InvariantCulture);
            sheet.Text(text, Margin + (length * tick / Ticks), height + Margin + BarHeight + TextSize, TextSize, Sheet.Ink, align);
        }

        return sheet.ToImage();
    }
}
