namespace Prcl.Images.Import.Regions;

/// <summary>Looks at a polygon's corners before any pixel is drawn.</summary>
internal static class Corners
{
    private const int Most = 100_000;
    private const int Fewest = 3;

    /// <summary>The corners, when a polygon can be drawn of them.</summary>
    /// <param name="corners">The corners.</param>
    /// <param name="place">Where they stand, for errors.</param>
    /// <exception cref="AnnotationException">There are too few or too many.</exception>
    public static Corner[] Checked(Corner[] corners, string place) => corners.Length switch
    {
        < Fewest => throw new AnnotationException(place, $"a polygon needs {Fewest} corners at least, and this one has {corners.Length}"),
        > Most => throw new AnnotationException(place, $"a polygon may have {Most} corners at most, and this one has {corners.Length}"),
        _ => corners,
    };

    /// <summary>Pairs of numbers, x before y, as corners.</summary>
    /// <exception cref="AnnotationException">A number has no partner, or there are too few or too many corners.</exception>
    public static Corner[] OfPairs(IReadOnlyList<double> numbers, string place) => numbers.Count % 2 == 0
        ? Checked([.. Enumerable.Range(0, numbers.Count / 2).Select(i => new Corner(numbers[2 * i], numbers[2 * i + 1]))], place)
        : throw new AnnotationException(place, $"x and y come in pairs, and there are {numbers.Count} numbers");

    /// <summary>Refuses a corner that is farther from the image than the image is large: such a number isn't meant.</summary>
    /// <exception cref="AnnotationException">There is such a corner; it is named.</exception>
    public static void Within(Corner[] corners, int width, int height, string place)
    {
        foreach (var (x, y) in corners)
        {
            if (!(x >= -width && x <= 2.0 * width && y >= -height && y <= 2.0 * height))
            {
                throw new AnnotationException(place, FormattableString.Invariant($"the corner ({x}, {y}) is far outside of the image, which is {width}×{height}"));
            }
        }
    }
}
