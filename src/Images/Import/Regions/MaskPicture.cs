using Prcl.Images.Files;

namespace Prcl.Images.Import.Regions;

/// <summary>A mask as a PNG: whatever isn't 0 is inside.</summary>
/// <param name="png">Reads the PNG's bytes.</param>
/// <param name="corner">Where its upper left pixel lies; null: it must have the image's size.</param>
/// <param name="place">Where it stands, for errors.</param>
internal sealed class MaskPicture(Func<byte[]> png, (int X, int Y)? corner, string place) : Region
{
    private static readonly ImageLimits Limits = new() { MinSide = 1 };

    /// <inheritdoc/>
    public override RasterRuns Raster(int width, int height)
    {
        var read = ColourPng.Read(png(), Limits);
        if (!read.IsAccepted)
        {
            throw new AnnotationException(place, read.Message);
        }

        var (map, (left, top)) = (read.Map, corner ?? (0, 0));
        var fits = corner is null ? map.Width == width && map.Height == height : left >= 0 && top >= 0 && (long)left + map.Width <= width && (long)top + map.Height <= height;
        if (!fits)
        {
            throw new AnnotationException(place, $"the mask is {map.Width}×{map.Height}{(corner is null ? "" : $" at ({left}, {top})")}, and its image is {width}×{height}");
        }

        var runs = new List<(int, int)>();
        for (var y = 0; y < map.Height; y++)
        {
            var row = map.Colours.AsSpan(y * map.Width, map.Width);
            for (var x = 0; x < row.Length;)
            {
                var length = row[x] == 0 ? row[x..].IndexOfAnyExcept(0u) : row[x..].IndexOf(0u);
                length = length < 0 ? row.Length - x : length;
                if (row[x] != 0)
                {
                    runs.Add(((top + y) * width + left + x, length));
                }

                x += length;
            }
        }

        return new RasterRuns(runs, IsByColumn: false);
    }
}
