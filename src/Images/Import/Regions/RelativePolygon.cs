namespace Prcl.Images.Import.Regions;

/// <summary>A polygon whose corners are shares of the image's sides; drawn as <see cref="CocoPolygon"/> draws.</summary>
/// <param name="shares">At least three corners.</param>
/// <param name="whole">What the image's far side is: 1, or 100 for percent.</param>
/// <param name="place">Where it stands, for errors.</param>
internal sealed class RelativePolygon(Corner[] shares, double whole, string place) : Region
{
    /// <inheritdoc/>
    public override RasterRuns Raster(int width, int height) =>
        new CocoPolygon(Array.ConvertAll(shares, share => new Corner(share.X / whole * width, share.Y / whole * height)), place).Raster(width, height);
}
