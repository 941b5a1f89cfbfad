namespace Prcl.Images.Import.Regions;

/// <summary>A rectangle between two opposite corners, cut to whole pixels, both included: as Pillow's <c>ImageDraw.rectangle</c> draws it.</summary>
/// <param name="one">A corner.</param>
/// <param name="other">The opposite one.</param>
/// <param name="place">Where it stands, for errors.</param>
internal sealed class WholeRectangle(Corner one, Corner other, string place) : Region
{
    /// <inheritdoc/>
    public override RasterRuns Raster(int width, int height)
    {
        Corners.Within([one, other], width, height, place);
        var (left, right) = ((int)Math.Max(0, Math.Truncate(Math.Min(one.X, other.X))), (int)Math.Min(width - 1, Math.Truncate(Math.Max(one.X, other.X))));
        var (top, bottom) = ((int)Math.Max(0, Math.Truncate(Math.Min(one.Y, other.Y))), (int)Math.Min(height - 1, Math.Truncate(Math.Max(one.Y, other.Y))));
        return new RasterRuns(
            left > right || top > bottom ? [] : [.. Enumerable.Range(top, bottom - top + 1).Select(y => (y * width + left, right - left + 1))], IsByColumn: false);
    }
}
