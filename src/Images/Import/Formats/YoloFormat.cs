using Prcl.Images.Datasets;
using Prcl.Images.Import.Annotations;
using Prcl.Images.Import.Drawing;
using Prcl.Images.Import.Regions;

namespace Prcl.Images.Import.Formats;

/// <summary>YOLO's segments: <c>labels/a.txt</c> for <c>images/a.jpg</c>, a line an object: the class's number, then corners as shares of width and height.</summary>
internal sealed class YoloFormat : ImportFormat
{
    /// <inheritdoc/>
    public override string Name => "yolo";

    /// <inheritdoc/>
    public override string Description => "YOLO segments: labels/*.txt, data.yaml or classes.txt";

    /// <inheritdoc/>
    public override bool HasObjects => true;

    private protected override void Read(ImportFolder folder, ImportOptions options, ImportBuilder builder)
    {
        var names = Names(folder, builder);
        if (names is not null)
        {
            foreach (var image in folder.Files.Where(LabelNaming.IsImage))
            {
                if (LabelOf(folder, image) is { } file)
                {
                    builder.Part(file, () => builder.Add(new ImportItem(image, file, Splits.OfPath(folder.Relative(image)), new ObjectDrawing(Objects(file, names), null, DrawOrder.SmallOnTop, ""))));
                }
                else
                {
                    builder.Add(new ImportItem(image, image, Splits.OfPath(folder.Relative(image)), new ObjectDrawing([], null, DrawOrder.SmallOnTop, "")));
                }
            }
        }
    }

    private static SourceClass[]? Names(ImportFolder folder, ImportBuilder builder)
    {
        string[] yaml = [.. folder.Files.Where(file => Path.GetExtension(file) is ".yaml" or ".yml")];
        var text = folder.Find("classes.txt") ?? folder.Find("labels/classes.txt");
        var source = yaml.Length == 1 ? yaml[0] : folder.Find("data.yaml") ?? (yaml.Length == 0 ? text : null);
        if (source is null)
        {
            builder.Fault(folder.Root, yaml.Length == 0
                ? "there is no data.yaml and no classes.txt, so that the classes' names aren't known"
                : $"{folder.Relative(yaml[0])} and {folder.Relative(yaml[1])} could both name the classes; call one data.yaml");
            return null;
        }

        SourceClass[]? names = null;
        builder.Part(source, () => names = [.. (source == text
            ? ImportFolder.Lines(source).Select(line => line.Trim()).Where(line => line.Length > 0)
            : YamlNames.Of(ImportFolder.Lines(source))).Select(name => builder.Class(new SourceClass(name)))]);
        return names;
    }

    // images/ becomes labels/ where it stands last, as Ultralytics does it; or the text lies beside its image.
    private static string? LabelOf(ImportFolder folder, string image)
    {
        var place = "/" + folder.Relative(image);
        var text = Path.ChangeExtension(place, ".txt");
        var at = text.LastIndexOf("/images/", StringComparison.Ordinal);
        return (at < 0 ? null : folder.Find((text[..at] + "/labels/" + text[(at + "/images/".Length)..])[1..])) ?? folder.Find(text[1..]);
    }

    private static List<DrawnObject> Objects(string file, SourceClass[] names)
    {
        var objects = new List<DrawnObject>();
        foreach (var (index, line) in (FileContent.Length(file) == 0 ? [] : ImportFolder.Lines(file)).Index())
        {
            var words = line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            if (words.Length == 0)
            {
                continue;
            }

            var place = $"line {index + 1}";
            var number = DecimalText.Whole(words[0], 0, names.Length - 1, place);
            if (words.Length == 5)
            {
                throw new AnnotationException(place, "a class and four numbers are a box, which says nothing of its pixels; segments have three corners at least");
            }

            double[] shares = [.. words.Skip(1).Select(word => Share(word, place))];
            objects.Add(new DrawnObject(names[number], [new RelativePolygon(Corners.OfPairs(shares, place), 1, place)]));
        }

        return objects;
    }

    private static double Share(string word, string place) => DecimalText.Number(word, place) is var share and >= 0 and <= 1
        ? share
        : throw new AnnotationException(place, $"'{word}' isn't between 0 and 1; corners are shares of the image's width and height");
}
