using Prcl.Learning.Images;

namespace Prcl.Learning.Pictures;

/// <summary>Pictures of the same frames in a grid: a row a frame, a column a kind (image, truth, prediction, errors, variance).</summary>
public static class SideBySide
{
    private const int Margin = 14;
    private const int Gap = 8;
    private const int CaptionHeight = 24;
    private const float CaptionSize = 14;

    /// <summary>Lays the pictures out.</summary>
    /// <param name="captions">A caption for each column.</param>
    /// <param name="rows">The pictures, row by row; a row may be shorter than the captions.</param>
    /// <param name="rowCaptions">A line above each row, or none.</param>
    /// <param name="title">A line above everything, or none.</param>
    /// <param name="legend">Names and colours below, such as those of the classes, or none.</param>
    /// <param name="scale">Each pixel becomes a square of this side.</param>
    /// <exception cref="ArgumentException">A row has more pictures than there are captions, or row captions and rows differ in number.</exception>
    public static RgbImage Render(
        IReadOnlyList<string> captions,
        IReadOnlyList<IReadOnlyList<RgbImage>> rows,
        IReadOnlyList<string>? rowCaptions = null,
        string? title = null,
        IReadOnlyList<(string Name, (byte R, byte G, byte B) Colour)>? legend = null,
        int scale = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(scale, 1);
        for (var row = 0; row < rows.Count; row++)
        {
            if (rows[row].Count > captions.Count)
            {
                throw new ArgumentException($"Row {row} has {rows[row].Count} pictures, but there are only {captions.Count} captions.", nameof(rows));
            }
        }

        if (rowCaptions is not null && rowCaptions.Count != rows.Count)
        {
            throw new ArgumentException($"{rows.Count} rows need as many row captions, got {rowCaptions.Count}.", nameof(rowCaptions));
        }

        var columnWidths = new int[captions.Count];
        for (var column = 0; column < captions.Count; column++)
        {
            columnWidths[column] = rows.Where(r => r.Count > column).Select(r => r[column].Width * scale).DefaultIfEmpty(96).Max();
        }

        var rowHeights = rows.Select(r => r.Select(i => i.Height * scale).DefaultIfEmpty(0).Max()).ToArray();
        var names = (legend ?? []).Select(e => e.Name).ToArray();
        var width = 2 * Margin + columnWidths.Sum() + Gap * Math.Max(0, captions.Count - 1);
        var (_, legendHeight) = Legend.Arrange(names, width - 2 * Margin);
        var above = Margin + (title is null ? 0 : 30);
        var perRow = rowCaptions is null ? 0 : CaptionHeight - 4;
        var height = above + CaptionHeight + rowHeights.Sum() + rows.Count * (perRow + Gap) + (names.Length > 0 ? (int)legendHeight + 6 : 0) + Margin - Gap;

        using var sheet = new Sheet(width, Math.Max(height, above + CaptionHeight + Margin));
        if (title is not null)
        {
            sheet.Text(Sheet.Fit(title, 18, width - 2 * Margin), Margin, Margin + 16, 18, Sheet.Ink);
        }

        for (int column = 0, x = Margin; column < captions.Count; x += columnWidths[column] + Gap, column++)
        {
            sheet.Text(Sheet.Fit(captions[column], CaptionSize, columnWidths[column]), x, above + 15, CaptionSize, Sheet.Ink);
        }

        var y = above + CaptionHeight;
        for (var row = 0; row < rows.Count; row++)
        {
            if (rowCaptions is not null)
            {
                sheet.Text(Sheet.Fit(rowCaptions[row], 12, width - 2 * Margin), Margin, y + 13, 12, Sheet.Faint);
                y += perRow;
            }

            for (int column = 0, x = Margin; column < rows[row].Count; x += columnWidths[column] + Gap, column++)
            {
                sheet.Image(rows[row][column], x, y, scale);
            }

            y += rowHeights[row] + Gap;
        }

        Legend.Draw(sheet, names, Margin, y, width - 2 * Margin, (i, swatch) => sheet.Fill(swatch, Legend.ColourOf(i, legend![i].Colour)));
        return sheet.ToImage();
    }
}
