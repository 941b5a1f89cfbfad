using Prcl.Images.Files;

namespace Prcl.Images.Datasets;

/// <summary>Whether a label map fits its image and the classes: the one rule for data sets on disk and for labels that are pushed.</summary>
public static class LabelCheck
{
    /// <summary>Why the labels are refused, or null when they fit.</summary>
    /// <param name="labels">Ids as stored.</param>
    /// <param name="imageWidth">Columns of the upright image.</param>
    /// <param name="imageHeight">Rows of the upright image.</param>
    /// <param name="classes">The known ids and the ignore id.</param>
    /// <param name="orientation">The image file's EXIF orientation, 1 when it is stored upright: named where it may explain a wrong size.</param>
    public static string? FindFault(LabelMap labels, int imageWidth, int imageHeight, ClassList classes, int orientation = 1)
    {
        if (labels.Width != imageWidth || labels.Height != imageHeight)
        {
            return $"the label is {labels.Width}×{labels.Height} but its image is {imageWidth}×{imageHeight}"
                + (orientation == 1 ? "" : $" upright (its EXIF orientation is {orientation}); labels belong to the upright image");
        }

        for (var i = 0; i < labels.Ids.Length; i++)
        {
            var id = labels.Ids[i];
            if (id >= classes.Count && id != classes.Ignore)
            {
                return $"the label has id {id} at column {i % labels.Width}, row {i / labels.Width}; known are 0 to {classes.Count - 1} and {classes.Ignore} for ignore";
            }
        }

        return null;
    }
}
