namespace Prcl.Images.Thumbnails;

/// <summary>A colour channel of a JPEG, a value a block of 8 × 8.</summary>
/// <param name="id">Its name in scans.</param>
/// <param name="across">Blocks across in a unit of a scan of several channels.</param>
/// <param name="down">Blocks down.</param>
/// <param name="quantizer">Which table its steps are in.</param>
internal sealed class JpegComponent(int id, int across, int down, int quantizer)
{
    public int Id => id;

    public int Across => across;

    public int Down => down;

    public int Quantizer => quantizer;

    /// <summary>Blocks a row of <see cref="Means"/>.</summary>
    public int Columns { get; private set; }

    /// <summary>Blocks that belong to the picture, across and down.</summary>
    public (int Columns, int Rows) Own { get; private set; }

    /// <summary>Each block's mean, not yet in levels: eight times that from 128, over the step.</summary>
    public int[] Means { get; private set; } = [];

    /// <summary>Whether a scan has brought it.</summary>
    public bool IsRead { get; set; }

    /// <summary>The mean of the block before.</summary>
    public int Before { get; set; }

    /// <summary>The tables of the scan that is read.</summary>
    public (HuffmanTable Dc, HuffmanTable? Ac) Tables { get; set; }

    /// <summary>Makes room for the blocks.</summary>
    public void Allocate(int width, int height, int mostAcross, int mostDown)
    {
        var (unitsAcross, unitsDown) = (Over(width, 8 * mostAcross), Over(height, 8 * mostDown));
        Columns = unitsAcross * across;
        Own = (Over(Over(width * across, mostAcross), 8), Over(Over(height * down, mostDown), 8));
        Means = new int[Columns * unitsDown * down];
    }

    /// <summary>A number over another, rounded up.</summary>
    public static int Over(int number, int divisor) => (number + divisor - 1) / divisor;
}
