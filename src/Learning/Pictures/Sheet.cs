using System.Reflection;
using Prcl.Learning.Images;
using SkiaSharp;

namespace Prcl.Learning.Pictures;

/// <summary>A blank page to draw on, with lettering from the font inside this assembly: servers often have none. It has Latin, Greek and Cyrillic, but no arrows.</summary>
internal sealed class Sheet : IDisposable
{
    public static readonly SKColor Ink = new(34, 40, 49);
    public static readonly SKColor Faint = new(104, 112, 124);
    public static readonly SKColor Rule = new(226, 230, 236);
    public static readonly SKColor Paper = SKColors.White;

    private const string FontResource = "Prcl.Learning.Pictures.Fonts.Roboto-Regular.ttf";
    private static readonly Lazy<SKTypeface> Typeface = new(LoadTypeface);

    private readonly SKBitmap _bitmap;

    public Sheet(int width, int height)
    {
        _bitmap = new SKBitmap(new SKImageInfo(width, height, SKColorType.Rgba8888, SKAlphaType.Opaque));
        Canvas = new SKCanvas(_bitmap);
        Canvas.Clear(Paper);
    }

    public SKCanvas Canvas { get; }

    public int Width => _bitmap.Width;

    public int Height => _bitmap.Height;

    /// <summary>The height of a capital letter relative to the font's size, to centre text on a line.</summary>
    public static float CapHeight => 0.71f;

    public static float Measure(string text, float size)
    {
        using var paint = Lettering(size, Ink);
        return paint.MeasureText(text);
    }

    /// <summary>The text, or as much of its start as fits into the width, with an ellipsis.</summary>
    public static string Fit(string text, float size, float width)
    {
        if (Measure(text, size) <= width)
        {
            return text;
        }

        var length = text.Length;
        while (length > 0 && Measure(text[..length].TrimEnd() + "…", size) > width)
        {
            length--;
        }

        return text[..length].TrimEnd() + "…";
    }

    /// <summary>Writes text whose baseline starts, centres or ends at a point, turned by degrees around it.</summary>
    public void Text(string text, float x, float y, float size, SKColor colour, SKTextAlign align = SKTextAlign.Left, float degrees = 0)
    {
        using var paint = Lettering(size, colour);
        paint.TextAlign = align;
        Canvas.Save();
        Canvas.Translate(x, y);
        Canvas.RotateDegrees(degrees);
        Canvas.DrawText(text, 0, 0, paint);
        Canvas.Restore();
    }

    public void Line(float x0, float y0, float x1, float y1, SKColor colour, float width = 1)
    {
        using var paint = new SKPaint { Color = colour, StrokeWidth = width, IsAntialias = true };
        Canvas.DrawLine(x0, y0, x1, y1, paint);
    }

    public void Fill(SKRect rect, SKColor colour)
    {
        using var paint = new SKPaint { Color = colour };
        Canvas.DrawRect(rect, paint);
    }

    /// <summary>Places an image with whole pixels, enlarged by a whole factor.</summary>
    public void Image(RgbImage image, int x, int y, int scale)
    {
        using var bitmap = PngEncoder.ToBitmap(image);
        using var paint = new SKPaint { FilterQuality = SKFilterQuality.None };
        Canvas.DrawBitmap(bitmap, SKRect.Create(x, y, image.Width * scale, image.Height * scale), paint);
    }

    public RgbImage ToImage()
    {
        Canvas.Flush();
        var source = _bitmap.GetPixelSpan();
        var pixels = new byte[_bitmap.Width * _bitmap.Height * 3];
        for (int from = 0, to = 0; to < pixels.Length; from += 4, to += 3)
        {
            source.Slice(from, 3).CopyTo(pixels.AsSpan(to, 3));
        }

        return new RgbImage(_bitmap.Width, _bitmap.Height, pixels);
    }

    public void Dispose()
    {
        Canvas.Dispose();
        _bitmap.Dispose();
    }

    private static SKPaint Lettering(float size, SKColor colour) => new() { Typeface = Typeface.Value, TextSize = size, Color = colour, IsAntialias = true, SubpixelText = true };

    private static SKTypeface LoadTypeface()
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(FontResource)
            ?? throw new InvalidOperationException($"The font '{FontResource}' is not embedded in {Assembly.GetExecutingAssembly().GetName().Name}.");
        return SKTypeface.FromStream(stream) ?? throw new InvalidOperationException($"The font '{FontResource}' cannot be read.");
    }
}
