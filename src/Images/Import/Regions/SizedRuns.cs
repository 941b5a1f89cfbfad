namespace Prcl.Images.Import.Regions;

/// <summary>COCO's run lengths, which say the size of their image.</summary>
/// <param name="counts">The lengths down the columns.</param>
/// <param name="ownWidth">Columns.</param>
/// <param name="ownHeight">Rows.</param>
/// <param name="place">Where they stand, for errors.</param>
internal sealed class SizedRuns(int[] counts, double ownWidth, double ownHeight, string place) : Region
{
    /// <inheritdoc/>
    public override RasterRuns Raster(int width, int height) => (ownWidth, ownHeight) == (width, height)
        ? new RunLengths(counts, null, isByColumn: true, place).Raster(width, height)
        : throw new AnnotationException(place, FormattableString.Invariant($"\"size\" says {ownHeight} rows and {ownWidth} columns, and the image has {height} and {width}"));
}
