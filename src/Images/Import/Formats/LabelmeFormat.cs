using Prcl.Images.Import.Annotations;
using Prcl.Images.Import.Drawing;
using Prcl.Images.Import.Regions;

namespace Prcl.Images.Import.Formats;

/// <summary>labelme: a JSON file an image. Drawn as <c>labelme2voc</c> draws, later shapes on earlier ones.</summary>
internal sealed class LabelmeFormat : ImportFormat
{
    private const string IgnoredLabel = "__ignore__";
    private const int LargestSide = 1 << 16;

    /// <inheritdoc/>
    public override string Name => "labelme";

    /// <inheritdoc/>
    public override string Description => "labelme JSON: polygons, rectangles and masks";

    /// <inheritdoc/>
    public override bool HasObjects => true;

    private protected override void Read(ImportFolder folder, ImportOptions options, ImportBuilder builder)
    {
        foreach (var file in folder.Annotations(".json").Where(file => Path.GetFileName(file) != "classes.json"))
        {
            builder.Part(file, () => JsonFile.Use(file, root => Read(folder, builder, file, root)));
        }
    }

    private static void Read(ImportFolder folder, ImportBuilder builder, string file, JsonPlace root)
    {
        var size = (root.Get("imageWidth").Whole(1, LargestSide), root.Get("imageHeight").Whole(1, LargestSide));
        DrawnObject[] objects = [.. root.Get("shapes").Items().Select(shape => Shape(builder, shape))];
        var path = folder.Image(root.Get("imagePath").Text(), "imagePath", Path.GetDirectoryName(file)!);
        builder.Add(new ImportItem(path, file, Splits.OfPath(folder.Relative(file)), new ObjectDrawing(objects, size, DrawOrder.AsWritten, "")));
    }

    private static DrawnObject Shape(ImportBuilder builder, JsonPlace shape)
    {
        var label = shape.Get("label").Text();
        var source = label == IgnoredLabel ? new SourceClass(label, IsVoid: true) : new SourceClass(label);
        return new DrawnObject(builder.Class(source), [RegionOf(shape)]);
    }

    // Files of before shape types have polygons only.
    private static Region RegionOf(JsonPlace shape)
    {
        var kind = shape.Find("shape_type")?.Text() ?? "polygon";
        var points = shape.Get("points");
        Corner[] corners = [.. points.Items().Select(Point)];
        return kind switch
        {
            "polygon" => new PillowPolygon(Corners.Checked(corners, points.Place), points.Place),
            "rectangle" when corners is [var one, var other] => new WholeRectangle(one, other, points.Place),
            "mask" when corners is [var one, var other] => Mask(shape, one, other),
            "rectangle" or "mask" => throw new AnnotationException(points.Place, $"a {kind} has two points, and there are {corners.Length}"),
            _ => throw new AnnotationException(shape.Place, $"the shape is a {kind}; polygons, rectangles and masks have pixels that can be drawn"),
        };
    }

    private static MaskPicture Mask(JsonPlace shape, Corner one, Corner other)
    {
        var mask = shape.Get("mask");
        byte[] png;
        try
        {
            png = Convert.FromBase64String(mask.Text());
        }
        catch (FormatException)
        {
            throw new AnnotationException(mask.Place, "it is no base64");
        }

        return new MaskPicture(() => png, ((int)Math.Clamp(Math.Min(one.X, other.X), -1, LargestSide), (int)Math.Clamp(Math.Min(one.Y, other.Y), -1, LargestSide)), mask.Place);
    }

    private static Corner Point(JsonPlace point) => point.Numbers() is [var x, var y]
        ? new Corner(x, y)
        : throw new AnnotationException(point.Place, "a point is two numbers");
}
