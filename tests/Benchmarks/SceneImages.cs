using System.Text.Json;
using Prcl.Learning.Images;
using Prcl.Learning.Scenes;
using SkiaSharp;

namespace Prcl.Benchmarks;

/// <summary>Generated street scenes as files: benchmarks need no data.</summary>
internal static class SceneImages
{
    /// <summary>The scenes' classes, for a run.</summary>
    public static string ClassesJson { get; } = JsonSerializer.Serialize(new
    {
        ignore = 255,
        classes = SceneClasses.List.Select(c => new { name = c.Name, color = new int[] { c.Colour.R, c.Colour.G, c.Colour.B } }),
    });

    /// <summary>A frame of the day domain, brought to a size.</summary>
    public static RgbImage Frame(int frame, int width, int height) =>
        ImageResizer.ToSize(new StreetScenes(0).Draw(SceneDomain.Day, frame).Image, width, height);

    /// <summary>The image as a JPEG of quality 92.</summary>
    public static byte[] Jpeg(RgbImage image)
    {
        using var bitmap = Bitmap(image);
        using var data = bitmap.Encode(SKEncodedImageFormat.Jpeg, 92);
        return data.ToArray();
    }

    /// <summary>The image as the codec's own kind of picture.</summary>
    public static SKBitmap Bitmap(RgbImage image)
    {
        var colours = new SKColor[image.Width * image.Height];
        for (var i = 0; i < colours.Length; i++)
        {
            colours[i] = new SKColor(image.Pixels[3 * i], image.Pixels[3 * i + 1], image.Pixels[3 * i + 2]);
        }

        return new SKBitmap(new SKImageInfo(image.Width, image.Height, SKColorType.Rgba8888, SKAlphaType.Opaque)) { Pixels = colours };
    }
}
