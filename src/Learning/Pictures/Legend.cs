using SkiaSharp;

namespace Prcl.Learning.Pictures;

/// <summary>Names with their colours, in rows that wrap.</summary>
internal static class Legend
{
    public const float RowHeight = 20;
    private const float TextSize = 12.5f;
    private const float Swatch = 18;
    private const float Gap = 18;

    /// <summary>The series colours of charts, told apart by most colour-blind readers too.</summary>
    private static readonly (byte R, byte G, byte B)[] Series =
    [
        (31, 104, 184), (224, 108, 24), (36, 150, 96), (196, 44, 72), (124, 84, 176), (150, 108, 60), (20, 160, 176), (206, 92, 160), (110, 118, 128), (168, 160, 24),
    ];

    public static SKColor ColourOf(int index, (byte R, byte G, byte B)? chosen)
    {
        var (r, g, b) = chosen ?? Series[index % Series.Length];
        return new SKColor(r, g, b);
    }

    /// <summary>Where each entry stands, relative to the legend's corner, and the height of all rows.</summary>
    public static (SKPoint[] Places, float Height) Arrange(IReadOnlyList<string> names, float width)
    {
        var places = new SKPoint[names.Count];
        float x = 0, y = 0;
        for (var i = 0; i < places.Length; i++)
        {
            var needed = Math.Min(width, Swatch + 6 + Sheet.Measure(names[i], TextSize));
            if (x > 0 && x + needed > width)
            {
                (x, y) = (0, y + RowHeight);
            }

            places[i] = new SKPoint(x, y);
            x += needed + Gap;
        }

        return (places, places.Length == 0 ? 0 : y + RowHeight);
    }

    /// <summary>Draws the entries; the swatch of entry i is drawn by <paramref name="swatch"/> into the rectangle given to it.</summary>
    public static void Draw(Sheet sheet, IReadOnlyList<string> names, float left, float top, float width, Action<int, SKRect> swatch)
    {
        var (places, _) = Arrange(names, width);
        for (var i = 0; i < places.Length; i++)
        {
            float x = left + places[i].X, middle = top + places[i].Y + RowHeight / 2;
            swatch(i, SKRect.Create(x, middle - 5, Swatch, 10));
            sheet.Text(Sheet.Fit(names[i], TextSize, width - Swatch - 6), x + Swatch + 6, middle + TextSize * Sheet.CapHeight / 2, TextSize, Sheet.Ink);
        }
    }
}
