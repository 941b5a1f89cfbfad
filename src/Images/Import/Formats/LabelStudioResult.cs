using Prcl.Images.Import.Annotations;
using Prcl.Images.Import.Regions;

namespace Prcl.Images.Import.Formats;

/// <summary>One region of Label Studio's annotations.</summary>
/// <param name="Label">Its class.</param>
/// <param name="Region">What it covers.</param>
/// <param name="Size">The image's size.</param>
internal sealed record LabelStudioResult(string Label, Region Region, (int Width, int Height) Size)
{
    private const int LargestSide = 1 << 16;
    private static readonly string[] NoRegions = ["choices", "textarea", "rating", "number", "datetime", "taxonomy", "relation", "pairwise"];

    /// <summary>Whether a result tells about the image or another result, and covers nothing.</summary>
    public static bool IsAbout(JsonPlace result) => NoRegions.Contains(result.Get("type").Text());

    /// <summary>Reads a region.</summary>
    /// <exception cref="AnnotationException">It is none of a polygon and a brush, or not as it should be.</exception>
    public static LabelStudioResult Read(JsonPlace result)
    {
        var type = result.Get("type").Text();
        if (type is not ("polygonlabels" or "brushlabels"))
        {
            throw new AnnotationException(result.Place, $"a region of the type '{type}' isn't drawn; polygonlabels and brushlabels are");
        }

        if (result.Find("image_rotation") is { } rotation && rotation.Number() != 0)
        {
            throw new AnnotationException(result.Place, "its image was turned in Label Studio; labels belong to the upright image");
        }

        var value = result.Get("value");
        var labels = value.Get(type).Items();
        if (labels is not [var label])
        {
            throw new AnnotationException(value.Place, $"a region has one label, and there are {labels.Length}");
        }

        var size = (result.Get("original_width").Whole(1, LargestSide), result.Get("original_height").Whole(1, LargestSide));
        return new LabelStudioResult(label.Text(), type == "polygonlabels" ? Polygon(value.Get("points")) : Brush(value), size);
    }

    private static RelativePolygon Polygon(JsonPlace points) => new(
        Corners.Checked([.. points.Items().Select(point => point.Numbers() is [var x, var y] ? new Corner(x, y) : throw new AnnotationException(point.Place, "a point is two numbers"))], points.Place),
        100,
        points.Place);

    private static BrushBits Brush(JsonPlace value)
    {
        if (value.Get("format").Text() is var format && format != "rle")
        {
            throw new AnnotationException(value.Place, $"a brush of the format '{format}' isn't read; rle is");
        }

        var rle = value.Get("rle");
        return new BrushBits([.. rle.Items().Select(item => (byte)item.Whole(0, 255))], rle.Place);
    }
}
