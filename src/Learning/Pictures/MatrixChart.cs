using System.Globalization;
using Prcl.Learning.Images;
using SkiaSharp;

namespace Prcl.Learning.Pictures;

/// <summary>A table of numbers shaded by size, such as the similarity of classes.</summary>
public static class MatrixChart
{
    private const float Margin = 18;
    private const float TitleSize = 18;
    private const float NameSize = 13;
    private const float MaxNameWidth = 170;
    private static readonly SKColor Unknown = new(236, 236, 236);

    /// <summary>Draws the table. Cells that aren't finite are grey; the darkest cell is the largest.</summary>
    /// <param name="title">The line above.</param>
    /// <param name="rowNames">A name for each row.</param>
    /// <param name="columnNames">A name for each column.</param>
    /// <param name="values">[rows, columns].</param>
    /// <param name="format">A numeric format for the cells.</param>
    /// <exception cref="ArgumentException">The names don't fit the values in number.</exception>
    public static RgbImage Render(string title, IReadOnlyList<string> rowNames, IReadOnlyList<string> columnNames, double[,] values, string format = "0.00")
    {
        int rows = values.GetLength(0), columns = values.GetLength(1);
        if (rowNames.Count != rows || columnNames.Count != columns)
        {
            throw new ArgumentException($"A matrix of {rows}×{columns} needs as many names, got {rowNames.Count} for rows and {columnNames.Count} for columns.", nameof(values));
        }

        var cell = Math.Clamp(660f / Math.Max(1, Math.Max(rows, columns)), 26, 58);
        var texts = values.Cast<double>().Select(v => double.IsFinite(v) ? v.ToString(format, CultureInfo.InvariantCulture).Replace('-', '−') : "–").ToArray();
        var textSize = FitSize(texts, cell - 6);
        var nameWidth = Math.Min(MaxNameWidth, rowNames.Select(n => Sheet.Measure(n, NameSize)).DefaultIfEmpty(0).Max());
        var columnNameWidth = Math.Min(MaxNameWidth, columnNames.Select(n => Sheet.Measure(n, NameSize)).DefaultIfEmpty(0).Max());

        // Names that are wider than their column climb at an angle; the last one leans out to the right.
        var isSlanted = columnNameWidth > cell - 6;
        var (slantX, slantY) = isSlanted ? (columnNameWidth * 0.71f, columnNameWidth * 0.71f) : (0, 0);
        float left = Margin + nameWidth + 10, top = Margin + TitleSize + 16 + slantY + NameSize + 4;
        var width = Math.Max(left + columns * cell + Math.Max(slantX - cell / 2 + 10, 0) + Margin, Math.Min(720, 2 * Margin + Sheet.Measure(title, TitleSize)));
        using var sheet = new Sheet((int)Math.Ceiling(width), (int)Math.Ceiling(top + rows * cell + Margin));

        sheet.Text(Sheet.Fit(title, TitleSize, width - 2 * Margin), Margin, Margin + TitleSize * 0.8f, TitleSize, Sheet.Ink);
        for (var column = 0; column < columns; column++)
        {
            var name = Sheet.Fit(columnNames[column], NameSize, MaxNameWidth);
            var middle = left + (column + 0.5f) * cell;
            sheet.Text(name, isSlanted ? middle + 4 : middle, top - 8, NameSize, Sheet.Ink, isSlanted ? SKTextAlign.Left : SKTextAlign.Center, isSlanted ? -45 : 0);
        }

        var finite = values.Cast<double>().Where(double.IsFinite).ToArray();
        var (low, high) = finite.Length == 0 ? (0, 1) : (finite.Min(), finite.Max());
        for (var row = 0; row < rows; row++)
        {
            var middle = top + (row + 0.5f) * cell;
            sheet.Text(Sheet.Fit(rowNames[row], NameSize, MaxNameWidth), left - 10, middle + NameSize * Sheet.CapHeight / 2, NameSize, Sheet.Ink, SKTextAlign.Right);
            for (var column = 0; column < columns; column++)
            {
                var colour = Shade(values[row, column], low, high);
                sheet.Fill(SKRect.Create(left + column * cell + 1, top + row * cell + 1, cell - 2, cell - 2), colour);
                sheet.Text(texts[row * columns + column], left + (column + 0.5f) * cell, middle + textSize * Sheet.CapHeight / 2, textSize, InkOn(colour), SKTextAlign.Center);
            }
        }

        return sheet.ToImage();
    }

    private static float FitSize(string[] texts, float width)
    {
        var widest = texts.Select(t => Sheet.Measure(t, 13)).DefaultIfEmpty(1).Max();
        return Math.Clamp(13 * width / Math.Max(1, widest), 6, 13);
    }

    private static SKColor Shade(double value, double low, double high)
    {
        if (!double.IsFinite(value))
        {
            return Unknown;
        }

        var (r, g, b) = ColourRamp.Amount.At(high > low ? (value - low) / (high - low) : 0.5);
        return new SKColor(r, g, b);
    }

    private static SKColor InkOn(SKColor colour) => 0.299 * colour.Red + 0.587 * colour.Green + 0.114 * colour.Blue < 140 ? SKColors.White : Sheet.Ink;
}
