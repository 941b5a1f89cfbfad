namespace Prcl.Images.Import.Regions;

/// <summary>
/// A polygon by the rule of Pillow's <c>ImageDraw.polygon</c>, which labelme draws with: corners are cut to whole pixels, and each row is filled between pairs of the border's
/// crossings, ends included, halves rounded inwards. Where two sides meet in a point, the point's row is widened until it touches the row beside it.
/// </summary>
/// <param name="corners">At least three.</param>
/// <param name="place">Where it stands, for errors.</param>
internal sealed class PillowPolygon(Corner[] corners, string place) : Region
{
    /// <inheritdoc/>
    public override RasterRuns Raster(int width, int height)
    {
        Corners.Within(corners, width, height, place);
        var sides = Sides();
        var runs = new List<(int, int)>();
        foreach (var flat in sides.Where(side => side.Top == side.Bottom))
        {
            Add(runs, flat.Top, flat.Left, flat.Right, width, height);
        }

        var slopes = sides.Where(side => side.Top != side.Bottom).ToArray();
        var bottom = sides.Max(side => side.Bottom);
        for (var y = Math.Max(0, sides.Min(side => side.Top)); y <= Math.Min(bottom, height - 1); y++)
        {
            var crossings = Crossings(slopes, y, bottom);
            crossings.Sort();
            for (var i = 1; i < crossings.Count; i += 2)
            {
                Add(runs, y, HalfUp(crossings[i - 1]), HalfDown(crossings[i]), width, height);
            }
        }

        return new RasterRuns(runs, IsByColumn: false);
    }

    private Side[] Sides()
    {
        var whole = Array.ConvertAll(corners, corner => ((int)corner.X, (int)corner.Y));
        var sides = whole.Skip(1).Zip(whole, (to, from) => new Side(from, to)).ToList();
        if (whole[^1] != whole[0])
        {
            sides.Add(new Side(whole[^1], whole[0]));
        }

        return [.. sides];
    }

    private static List<float> Crossings(Side[] slopes, int y, int bottom)
    {
        var crossings = new List<float>();
        for (var i = 0; i < slopes.Length; i++)
        {
            var side = slopes[i];
            if (y < side.Top || y > side.Bottom)
            {
                continue;
            }

            var x = side.At(y);
            if (y == side.Bottom && y < bottom)
            {
                crossings.AddRange([x, x]); // the side that goes on below brings the next one
            }
            else
            {
                crossings.Add((y == side.Top || y == side.Bottom) && side.Slope != 0 ? Joined(slopes.AsSpan(0, i), side, y, x) : x);
            }
        }

        return crossings;
    }

    // The tip of two sides that lean the same way would stand apart from the rows beside it.
    private static float Joined(ReadOnlySpan<Side> others, Side side, int y, float tip)
    {
        var beside = y == side.Bottom ? y - 1 : y + 1;
        foreach (var other in others)
        {
            var isMet = (y == other.Top || y == other.Bottom) && other.Slope != 0 && MathF.Round(tip, MidpointRounding.AwayFromZero) == MathF.Round(other.At(y), MidpointRounding.AwayFromZero);
            if (!isMet || beside < other.Top || beside > other.Bottom)
            {
                continue;
            }

            var (a, b) = (side.At(beside), other.At(beside));
            return tip > a + 1 && tip > b + 1 ? MathF.Round(MathF.Max(a, b), MidpointRounding.AwayFromZero) + 1
                : tip < a - 1 && tip < b - 1 ? MathF.Round(MathF.Min(a, b), MidpointRounding.AwayFromZero) - 1
                : tip;
        }

        return tip;
    }

    private static void Add(List<(int, int)> runs, int y, int left, int right, int width, int height)
    {
        (left, right) = (Math.Max(left, 0), Math.Min(right, width - 1));
        if (y >= 0 && y < height && left <= right)
        {
            runs.Add((y * width + left, right - left + 1));
        }
    }

    private static int HalfUp(float x) => (int)(x >= 0 ? MathF.Floor(x + 0.5f) : -MathF.Floor(-x + 0.5f));

    private static int HalfDown(float x) => (int)(x >= 0 ? MathF.Ceiling(x - 0.5f) : -MathF.Ceiling(-x - 0.5f));

    private readonly record struct Side((int X, int Y) From, (int X, int Y) To)
    {
        public int Top { get; } = Math.Min(From.Y, To.Y);

        public int Bottom { get; } = Math.Max(From.Y, To.Y);

        public int Left { get; } = Math.Min(From.X, To.X);

        public int Right { get; } = Math.Max(From.X, To.X);

        public float Slope { get; } = From.Y == To.Y ? 0 : (float)(To.X - From.X) / (To.Y - From.Y);

        public float At(int y) => (y - From.Y) * Slope + From.X;
    }
}
