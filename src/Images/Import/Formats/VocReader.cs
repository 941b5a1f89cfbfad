using Prcl.Images.Datasets;
using Prcl.Images.Import.Drawing;

namespace Prcl.Images.Import.Formats;

/// <summary>Reads the tree of PASCAL VOC, which CVAT's "Segmentation mask" has too.</summary>
internal sealed class VocReader(ImportFolder folder, ImportBuilder builder)
{
    private const string LabelMap = "labelmap.txt";
    private static readonly string[] LabelFolders = ["SegmentationClass", "SegmentationClassAug"];
    private static readonly string[] Lists = [Splits.Train, Splits.Validation, Splits.Test];
    private static readonly string[] WholeLists = ["trainval", "default"];

    /// <summary>Reads it.</summary>
    /// <param name="needsLabelMap">Whether classes are those of labelmap.txt only.</param>
    public void Read(bool needsLabelMap)
    {
        var map = folder.Find(LabelMap);
        if (map is null && needsLabelMap)
        {
            builder.Fault(folder.Root, $"there is neither an .xml of CVAT nor {LabelMap} with SegmentationClass/ in it");
            return;
        }

        var labels = LabelFolders.Select(name => Below(name + "/")).FirstOrDefault(found => found.Count > 0);
        if (labels is null)
        {
            builder.Fault(folder.Root, "there is no SegmentationClass/ with PNGs in it");
            return;
        }

        ColourTable? table = null;
        builder.Part(map ?? folder.Root, () =>
        {
            var classes = map is null ? VocClasses.Own : VocClasses.OfLabelMap(map);
            table = map is null ? null : new ColourTable(classes);
            Array.ForEach(classes, entry => builder.Class(entry));
            Add(labels, table);
        });
    }

    private void Add(Dictionary<string, string> labels, ColourTable? table)
    {
        var images = Below("JPEGImages/", LabelNaming.IsImage);
        images = images.Count > 0 ? images : Below("images/", LabelNaming.IsImage);
        var splits = SplitLists();
        var used = 0;
        foreach (var (name, split) in splits ?? labels.Keys.Order(StringComparer.Ordinal).Select(name => (name, new Listed("", "")))
            .ToDictionary(pair => pair.name, pair => pair.Item2, StringComparer.Ordinal))
        {
            var (label, image) = (labels.GetValueOrDefault(name), images.GetValueOrDefault(name));
            used += label is null ? 0 : 1;
            if (label is null && split.Split == Splits.Test)
            {
                builder.Note("images of test without a label left out");
            }
            else if (label is null || image is null)
            {
                builder.Fault(label ?? folder.Root, $"{(split.Place.Length == 0 ? "" : $"{split.Place} lists '{name}', and ")}there is no {(label is null ? "label" : "image")} '{name}'", "noPartner");
            }
            else
            {
                builder.Add(new ImportItem(image, label, split.Split, VocClasses.Drawing(label, table)));
            }
        }

        if (used < labels.Count)
        {
            builder.Note($"labels that no list of ImageSets/Segmentation/ names are left out: {labels.Count - used}");
        }
    }

    // By the place below the folder, without extension. Null where there are no lists.
    private Dictionary<string, Listed>? SplitLists()
    {
        const string Place = "ImageSets/Segmentation/";
        var parts = Lists.Where(split => folder.Find($"{Place}{split}.txt") is not null).ToArray();
        var learned = parts.Any(split => split != Splits.Test);
        string[] chosen = [.. parts, .. WholeLists.Where(whole => !learned && folder.Find($"{Place}{whole}.txt") is not null).Take(1)];
        var listed = chosen.Length == 0 ? null : new Dictionary<string, Listed>(StringComparer.Ordinal);
        foreach (var list in chosen)
        {
            var file = folder.Find($"{Place}{list}.txt")!;
            foreach (var (index, line) in (FileContent.Length(file) == 0 ? [] : ImportFolder.Lines(file)).Index())
            {
                var name = line.Trim();
                var place = $"{list}.txt, line {index + 1},";
                if (name.Length > 0 && !listed!.TryAdd(name, new Listed(Splits.Of(list), place)))
                {
                    throw new AnnotationException(place, $"'{name}' stands there, and in {listed[name].Place} too; an image is of one part");
                }
            }
        }

        return listed;
    }

    private Dictionary<string, string> Below(string start, Func<string, bool>? isOne = null)
    {
        var found = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var file in folder.Files.Where(isOne ?? LabelNaming.IsPng).Where(file => folder.Relative(file).StartsWith(start, StringComparison.Ordinal)))
        {
            var name = Path.ChangeExtension(folder.Relative(file)[start.Length..], null);
            if (!found.TryAdd(name, file))
            {
                builder.Fault(file, $"the name is taken by {folder.Relative(found[name])}", "sameName");
            }
        }

        return found;
    }

    private sealed record Listed(string Split, string Place);
}
