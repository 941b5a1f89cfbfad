using Prcl.Images.Files;

namespace Prcl.Images.Import.Drawing;

/// <summary>A label of objects.</summary>
/// <param name="objects">The objects in the file's order.</param>
/// <param name="size">The image's size as the annotations have it; null where they don't say.</param>
/// <param name="order">Which object is on top.</param>
/// <param name="place">Where the image stands in the annotations, for errors.</param>
internal sealed class ObjectDrawing(IReadOnlyList<DrawnObject> objects, (int Width, int Height)? size, DrawOrder order, string place) : LabelDrawing
{
    /// <inheritdoc/>
    public override IEnumerable<SourceClass> Classes => objects.Select(drawn => drawn.Class).Distinct();

    /// <inheritdoc/>
    public override bool KnowsClasses => true;

    /// <inheritdoc/>
    public override bool IsEmpty => objects.Count == 0;

    /// <inheritdoc/>
    public override LabelMap Draw(ImageHeader image, ClassBinding binding)
    {
        var (width, height) = (image.Width, image.Height);
        if (size is { } said && said != (width, height))
        {
            throw new AnnotationException(place, $"it is said to be {said.Width}×{said.Height}, and the image is {width}×{height}"
                + (image.Orientation == 1 ? "" : $" upright (its EXIF orientation is {image.Orientation}); labels belong to the upright image"));
        }

        var labels = new LabelMap(width, height, new ushort[width * height]);
        Array.Fill(labels.Ids, binding.Uncovered);
        var rasters = objects.Select(drawn => (drawn.Layer, Id: binding.IdOf(drawn.Class), Parts: drawn.Parts.Select(part => part.Raster(width, height)).ToArray()));
        rasters = rasters.OrderBy(drawn => drawn.Layer);
        if (order == DrawOrder.SmallOnTop)
        {
            rasters = ((IOrderedEnumerable<(int Layer, ushort Id, Regions.RasterRuns[] Parts)>)rasters).ThenByDescending(drawn => drawn.Parts.Sum(part => part.Area));
        }

        foreach (var (_, id, parts) in rasters)
        {
            Array.ForEach(parts, part => part.Paint(labels, id));
        }

        return labels;
    }
}
