using System.Xml.Linq;
using Prcl.Images.Datasets;
using Prcl.Images.Import.Annotations;
using Prcl.Images.Import.Drawing;
using Prcl.Images.Import.Regions;

namespace Prcl.Images.Import.Formats;

/// <summary>
/// CVAT: "CVAT for images" (<c>annotations.xml</c>: polygons, boxes, masks; by <c>z_order</c>, then the file's order) or "Segmentation mask" (<c>SegmentationClass/</c> in the
/// colours of <c>labelmap.txt</c>), unpacked.
/// </summary>
internal sealed class CvatFormat : ImportFormat
{
    private const int LargestSide = 1 << 16;
    private static readonly string[] Spoken = ["tag"];

    /// <inheritdoc/>
    public override string Name => "cvat";

    /// <inheritdoc/>
    public override string Description => "CVAT: XML for images, or segmentation mask, unpacked";

    /// <inheritdoc/>
    public override bool HasObjects => true;

    private protected override void Read(ImportFolder folder, ImportOptions options, ImportBuilder builder)
    {
        var files = folder.Annotations(".xml");
        if (files.Count == 0)
        {
            new VocReader(folder, builder).Read(needsLabelMap: true);
        }

        foreach (var file in files)
        {
            builder.Part(file, () => Read(folder, builder, file, XmlFile.Read(file)));
        }
    }

    private static void Read(ImportFolder folder, ImportBuilder builder, string file, XElement root)
    {
        if (root.Name != "annotations")
        {
            throw new AnnotationException(root.Place(), "the root of CVAT's XML is <annotations>");
        }

        foreach (var label in root.Element("meta")?.Descendants("label") ?? [])
        {
            if (label.Element("name") is { } name)
            {
                builder.Class(new SourceClass(name.Value, HexColour.Of(label.Element("color")?.Value)));
            }
        }

        foreach (var image in root.Elements().Where(element => element.Name.LocalName is not ("version" or "meta")))
        {
            if (image.Name != "image")
            {
                throw new AnnotationException(image.Place(), "only <image> is read; export the task as \"CVAT for images\"");
            }

            builder.Part(file, () => Add(folder, builder, file, image));
        }
    }

    private static void Add(ImportFolder folder, ImportBuilder builder, string file, XElement image)
    {
        var size = (image.Whole("width", 1, LargestSide), image.Whole("height", 1, LargestSide));
        DrawnObject[] objects = [.. image.Elements().Where(shape => !Spoken.Contains(shape.Name.LocalName)).Select(shape => Shape(builder, shape))];
        var path = folder.Image(image.Text("name"), image.Place(), Path.GetDirectoryName(file)!, Path.Combine(folder.Root, "images"));
        var split = Splits.Of(image.Attribute("subset")?.Value ?? "");
        builder.Add(new ImportItem(path, file, split, new ObjectDrawing(objects, size, DrawOrder.AsWritten, image.Place())));
    }

    private static DrawnObject Shape(ImportBuilder builder, XElement shape)
    {
        Region region = shape.Name.LocalName switch
        {
            "polygon" => new CocoPolygon(Points(shape), shape.Place()),
            "box" => Box(shape),
            "mask" => Mask(shape),
            var other => throw new AnnotationException(shape.Place(), $"a {other} has no pixels that can be drawn; polygons, boxes and masks have"),
        };
        var layer = shape.Attribute("z_order") is null ? 0 : shape.Whole("z_order", int.MinValue, int.MaxValue);
        return new DrawnObject(builder.Class(new SourceClass(shape.Text("label"))), [region], layer);
    }

    private static Corner[] Points(XElement shape)
    {
        var place = $"{shape.Place()}, points";
        return Corners.Checked([.. shape.Text("points").Split(';').Select(point => point.Split(',') is [var x, var y]
            ? new Corner(DecimalText.Number(x, place), DecimalText.Number(y, place))
            : throw new AnnotationException(place, $"'{point}' is no pair x,y"))], place);
    }

    private static CocoPolygon Box(XElement shape)
    {
        if (shape.Attribute("rotation") is not null && shape.Number("rotation") != 0)
        {
            throw new AnnotationException(shape.Place(), "a turned box isn't drawn; make it a polygon");
        }

        var (left, top, right, bottom) = (shape.Number("xtl"), shape.Number("ytl"), shape.Number("xbr"), shape.Number("ybr"));
        return new CocoPolygon([new(left, top), new(right, top), new(right, bottom), new(left, bottom)], shape.Place());
    }

    private static RunLengths Mask(XElement shape)
    {
        var place = $"{shape.Place()}, rle";
        int[] counts = [.. shape.Text("rle").Split(',').Select(count => DecimalText.Whole(count, 0, int.MaxValue, place))];
        return new RunLengths(
            counts,
            (shape.Whole("left", 0, LargestSide), shape.Whole("top", 0, LargestSide), shape.Whole("width", 1, LargestSide), shape.Whole("height", 1, LargestSide)),
            isByColumn: false,
            place);
    }
}
