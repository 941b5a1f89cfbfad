using Prcl.Learning.Images;

namespace Prcl.Unit.Learning.Pictures;

/// <summary>Small pictures for the tests of this folder.</summary>
internal static class Sample
{
    public static (byte R, byte G, byte B) At(this RgbImage image, int column, int row)
    {
        var at = (row * image.Width + column) * 3;
        return (image.Pixels[at], image.Pixels[at + 1], image.Pixels[at + 2]);
    }

    public static RgbImage Image(int width, int height, int seed = 0)
    {
        var pixels = new byte[width * height * 3];
        new Random(seed).NextBytes(pixels);
        return new RgbImage(width, height, pixels);
    }

    public static RgbImage Plain(int width, int height, (byte R, byte G, byte B) colour) =>
        new(width, height, [.. Enumerable.Range(0, width * height).SelectMany(_ => new[] { colour.R, colour.G, colour.B })]);

    /// <summary>How many pixels have a colour.</summary>
    public static int Count(this RgbImage image, (byte R, byte G, byte B) colour) =>
        Enumerable.Range(0, image.Width * image.Height).Count(i => image.At(i % image.Width, i / image.Width) == colour);
}
