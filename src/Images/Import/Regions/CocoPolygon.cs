namespace Prcl.Images.Import.Regions;

/// <summary>
/// A polygon by the rule of pycocotools' <c>frPyObjects</c>: the border is walked on a grid five times as fine; in each column of pixels whose centre line it crosses, the
/// pixels from the crossing on, to the next one below, are inside. So a pixel is inside, roughly, when its centre is, and crossings count even-odd.
/// </summary>
/// <param name="corners">At least three.</param>
/// <param name="place">Where it stands, for errors.</param>
internal sealed class CocoPolygon(Corner[] corners, string place) : Region
{
    private const int Finer = 5;
    private const int Centre = Finer / 2;
    private const long LongestBorder = 50_000_000;

    /// <inheritdoc/>
    public override RasterRuns Raster(int width, int height)
    {
        Corners.Within(corners, width, height, place);
        var crossings = Crossings(width, height);
        crossings.Sort();
        var runs = new List<(int, int)>();
        for (var i = 0; i < crossings.Count; i += 2)
        {
            var end = i + 1 < crossings.Count ? crossings[i + 1] : width * height;
            if (end > crossings[i])
            {
                runs.Add((crossings[i], end - crossings[i]));
            }
        }

        return new RasterRuns(runs, IsByColumn: true);
    }

    // Where the border crosses the centre line of a column, as a pixel counted down the columns.
    private List<int> Crossings(int width, int height)
    {
        var fine = Array.ConvertAll(corners, corner => ((int)(Finer * corner.X + 0.5), (int)(Finer * corner.Y + 0.5)));
        var length = 0L;
        for (var i = 0; i < fine.Length; i++)
        {
            var ((x, y), (nextX, nextY)) = (fine[i], fine[(i + 1) % fine.Length]);
            length += Math.Max(Math.Abs(nextX - x), Math.Abs(nextY - y)) + 1;
        }

        if (length > LongestBorder)
        {
            throw new AnnotationException(place, $"the polygon's border is {length / Finer} pixels long; at most {LongestBorder / Finer} are allowed");
        }

        var crossings = new List<int>();
        (int X, int Y)? before = null;
        for (var i = 0; i < fine.Length; i++)
        {
            foreach (var point in Walk(fine[i], fine[(i + 1) % fine.Length]))
            {
                if (before is { } last && last.X != point.X && Math.Min(last.X, point.X) is var column && column >= Centre && (column - Centre) % Finer == 0 && (column - Centre) / Finer < width)
                {
                    var y = Math.Clamp((Math.Min(last.Y, point.Y) + 0.5) / Finer - 0.5, 0, height);
                    crossings.Add((column - Centre) / Finer * height + (int)Math.Ceiling(y));
                }

                before = point;
            }
        }

        return crossings;
    }

    // Both ends belong to it. The slope is taken from the end with the lesser coordinate, whichever way it is walked, so that neighbours share their border.
    private static IEnumerable<(int X, int Y)> Walk((int X, int Y) from, (int X, int Y) to)
    {
        var (width, height) = (Math.Abs(to.X - from.X), Math.Abs(to.Y - from.Y));
        var isFlat = width >= height;
        var isBackwards = isFlat ? from.X > to.X : from.Y > to.Y;
        var (low, high) = isBackwards ? (to, from) : (from, to);
        var steps = Math.Max(width, height);
        var slope = steps == 0 ? 0 : isFlat ? (double)(high.Y - low.Y) / width : (double)(high.X - low.X) / height;
        for (var i = 0; i <= steps; i++)
        {
            var step = isBackwards ? steps - i : i;
            yield return isFlat
                ? (low.X + step, (int)(low.Y + slope * step + 0.5))
                : ((int)(low.X + slope * step + 0.5), low.Y + step);
        }
    }
}
