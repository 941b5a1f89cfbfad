using SkiaSharp;

namespace Prcl.Learning.Pictures;

/// <summary>The frame of a chart: title, legend, grid, ticks and axis names around the rectangle that the data are drawn in.</summary>
internal sealed class PlotArea
{
    /// <summary>Columns and rows below which a chart has no room.</summary>
    public const int MinSize = 200;

    private const float Margin = 18;
    private const float TickSize = 12;
    private const float LabelSize = 13;
    private const float TitleSize = 18;

    private readonly Sheet _sheet;
    private readonly Axis _horizontal;
    private readonly Axis _vertical;

    /// <param name="sheet">The page, drawn on at once.</param>
    /// <param name="words">Title and axis names.</param>
    /// <param name="names">The legend's entries.</param>
    /// <param name="swatch">Draws the sign of a legend entry into a rectangle.</param>
    /// <param name="axes">The axes for a plot of a given size.</param>
    /// <param name="headroom">Space to leave above the plot.</param>
    public PlotArea(
        Sheet sheet,
        (string Title, string X, string Y) words,
        IReadOnlyList<string> names,
        Action<int, SKRect> swatch,
        Func<SKSize, (Axis X, Axis Y)> axes,
        float headroom = 0)
    {
        _sheet = sheet;
        var (width, height) = (sheet.Width, sheet.Height);
        var (_, legendHeight) = Legend.Arrange(names, width - 2 * Margin);
        var top = Margin + TitleSize + 12 + legendHeight + 8 + headroom;
        var bottom = height - Margin - LabelSize - TickSize - 14;

        // The widest tick decides where the plot starts, so the axes are made twice: for the ticks, then for the space that is left.
        var (_, draft) = axes(new SKSize(width - 80 - Margin, bottom - top));
        var tickWidth = draft.Ticks(6).Select(t => Sheet.Measure(t.Text, TickSize)).DefaultIfEmpty(0).Max();
        var left = Margin + LabelSize + 10 + tickWidth + 8;
        Inside = new SKRect(left, top, width - Margin - 6, bottom);
        (_horizontal, _vertical) = axes(Inside.Size);

        sheet.Text(Sheet.Fit(words.Title, TitleSize, width - 2 * Margin), Margin, Margin + TitleSize * 0.8f, TitleSize, Sheet.Ink);
        Legend.Draw(sheet, names, Margin, Margin + TitleSize + 10, width - 2 * Margin, swatch);
        Grid();
        sheet.Text(Sheet.Fit(words.X, LabelSize, Inside.Width), Inside.MidX, height - Margin + 2, LabelSize, Sheet.Faint, SKTextAlign.Center);
        sheet.Text(Sheet.Fit(words.Y, LabelSize, Inside.Height), Margin + LabelSize - 4, Inside.MidY, LabelSize, Sheet.Faint, SKTextAlign.Center, -90);
    }

    /// <summary>The rows a page needs so that a legend of many rows doesn't eat into the plot.</summary>
    public static int HeightFor(int width, int height, IReadOnlyList<string> names) =>
        height + (int)Math.Max(0, Legend.Arrange(names, width - 2 * Margin).Height - 4 * Legend.RowHeight);

    /// <summary>Where data are drawn.</summary>
    public SKRect Inside { get; }

    /// <summary>The place of a point; with a NaN coordinate when it can't be drawn.</summary>
    public SKPoint Place(double x, double y) => new(Column(x), Row(y));

    /// <summary>The column of a horizontal value.</summary>
    public float Column(double x) => (float)(Inside.Left + _horizontal.ShareOf(x) * Inside.Width);

    /// <summary>Pixels a unit of a linear horizontal axis.</summary>
    public double PixelsPerUnit => Inside.Width / (_horizontal.High - _horizontal.Low);

    public static bool IsDrawable(SKPoint point) => float.IsFinite(point.X) && float.IsFinite(point.Y);

    private float Row(double y) => (float)(Inside.Bottom - _vertical.ShareOf(y) * Inside.Height);

    private void Grid()
    {
        foreach (var (value, text) in _vertical.Ticks(6))
        {
            var y = MathF.Round(Row(value)) + 0.5f;
            _sheet.Line(Inside.Left, y, Inside.Right, y, Sheet.Rule);
            _sheet.Text(text, Inside.Left - 8, y + TickSize * Sheet.CapHeight / 2, TickSize, Sheet.Faint, SKTextAlign.Right);
        }

        foreach (var (value, text) in _horizontal.Ticks(8))
        {
            var x = MathF.Round(Column(value)) + 0.5f;
            _sheet.Line(x, Inside.Top, x, Inside.Bottom, Sheet.Rule);
            _sheet.Text(text, x, Inside.Bottom + TickSize + 6, TickSize, Sheet.Faint, SKTextAlign.Center);
        }

        _sheet.Line(Inside.Left, Inside.Bottom + 0.5f, Inside.Right, Inside.Bottom + 0.5f, Sheet.Faint);
        _sheet.Line(Inside.Left + 0.5f, Inside.Top, Inside.Left + 0.5f, Inside.Bottom, Sheet.Faint);
    }
}
