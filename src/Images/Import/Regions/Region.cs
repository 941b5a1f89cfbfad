namespace Prcl.Images.Import.Regions;

/// <summary>A part of an image that an object covers.</summary>
internal abstract class Region
{
    /// <summary>Which pixels of an image of this size it covers.</summary>
    /// <exception cref="AnnotationException">It doesn't fit the image.</exception>
    public abstract RasterRuns Raster(int width, int height);
}
