namespace Prcl.Images.Files;

/// <summary>The row arithmetic of PNG (ISO/IEC 15948): filters, Adam7 passes, samples below a byte.</summary>
internal static class PngRows
{
    /// <summary>First column, first row, column step and row step of the seven Adam7 passes.</summary>
    public static readonly (int X, int Y, int StepX, int StepY)[] Adam7 =
    [
        (0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2),
    ];

    /// <summary>The one pass of an image that is not interlaced.</summary>
    public static readonly (int X, int Y, int StepX, int StepY)[] Straight = [(0, 0, 1, 1)];

    /// <summary>Undoes a row's filter in place; false when the filter is none of the five.</summary>
    /// <param name="filter">0 none, 1 sub, 2 up, 3 average, 4 Paeth.</param>
    /// <param name="row">The filtered row, replaced by its bytes.</param>
    /// <param name="above">The unfiltered row above; zeros for the first.</param>
    /// <param name="bytesPerPixel">Distance to the byte on the left, at least 1.</param>
    public static bool Unfilter(int filter, Span<byte> row, ReadOnlySpan<byte> above, int bytesPerPixel)
    {
        for (var i = 0; filter != 0 && i < row.Length; i++)
        {
            var left = i < bytesPerPixel ? 0 : row[i - bytesPerPixel];
            var upperLeft = i < bytesPerPixel ? 0 : above[i - bytesPerPixel];
            row[i] += (byte)(filter switch
            {
                1 => left,
                2 => above[i],
                3 => (left + above[i]) >> 1,
                4 => Paeth(left, above[i], upperLeft),
                _ => 0,
            });
        }

        return filter <= 4;
    }

    /// <summary>The stored sample number <paramref name="index"/> of a row, not scaled.</summary>
    /// <param name="row">Packed samples, most significant bits first.</param>
    /// <param name="index">Which sample.</param>
    /// <param name="depth">Bits a sample: 1, 2, 4, 8 or 16.</param>
    public static ushort Sample(ReadOnlySpan<byte> row, int index, int depth) => depth switch
    {
        8 => row[index],
        16 => (ushort)(row[2 * index] << 8 | row[2 * index + 1]),
        _ => (ushort)(row[index * depth >> 3] >> (8 - depth - (index * depth & 7)) & ((1 << depth) - 1)),
    };

    private static int Paeth(int left, int above, int upperLeft)
    {
        var (toLeft, toAbove, toUpperLeft) = (Math.Abs(above - upperLeft), Math.Abs(left - upperLeft), Math.Abs(left + above - 2 * upperLeft));
        return toLeft <= toAbove && toLeft <= toUpperLeft ? left : toAbove <= toUpperLeft ? above : upperLeft;
    }
}
