using Prcl.Images.Thumbnails;

namespace Prcl.Client.Video;

/// <summary>How bright a picture is in each of 16×16 fields (fewer where it is small): what little noise, and no detail, is left in.</summary>
internal sealed class LuminanceFields
{
    private const int Side = 16;
    private readonly int _columns;
    private readonly double[] _percent;

    private LuminanceFields(int columns, double[] percent) => (_columns, _percent) = (columns, percent);

    /// <summary>Those of an image file; null where it has no <see cref="Thumbnail"/>.</summary>
    public static LuminanceFields? Of(byte[] image) => Thumbnail.Of(image) is { } picture ? Of(picture) : null;

    /// <summary>Those of a picture.</summary>
    public static LuminanceFields Of(SmallPicture picture)
    {
        var (columns, rows) = (Math.Min(Side, picture.Width), Math.Min(Side, picture.Height));
        var (sums, counts) = (new double[columns * rows], new int[columns * rows]);
        for (var i = 0; i < picture.Width * picture.Height; i++)
        {
            var field = i / picture.Width * rows / picture.Height * columns + i % picture.Width * columns / picture.Width;
            sums[field] += 0.299 * picture.Rgb[3 * i] + 0.587 * picture.Rgb[3 * i + 1] + 0.114 * picture.Rgb[3 * i + 2];
            counts[field]++;
        }

        return new LuminanceFields(columns, [.. sums.Zip(counts, (sum, count) => sum / count / 2.55)]);
    }

    /// <summary>The largest change of a field, percent of the range from black to white; 100 for pictures of different shapes.</summary>
    public double ChangeFrom(LuminanceFields other) => _columns == other._columns && _percent.Length == other._percent.Length
        ? _percent.Zip(other._percent, (a, b) => Math.Abs(a - b)).Max()
        : 100;
}
