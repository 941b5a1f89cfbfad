using Prcl.Images.Datasets;
using Prcl.Images.Import.Drawing;

namespace Prcl.Images.Import.Formats;

/// <summary>Masks that lie where data sets have their labels: paired with their images as <c>prcl push</c> pairs them.</summary>
internal static class PairedMasks
{
    /// <summary>Adds each image with its mask.</summary>
    /// <param name="folder">What is imported.</param>
    /// <param name="options">Where masks are.</param>
    /// <param name="builder">What they are added to.</param>
    /// <param name="drawing">How a mask is read.</param>
    public static void Add(ImportFolder folder, ImportOptions options, ImportBuilder builder, Func<string, LabelDrawing> drawing)
    {
        var layout = DatasetLayouts.Recognise(folder.Root);
        var labels = options.Labels is null ? null : new LabelFolder(options.Labels);
        if (layout is null && labels is null)
        {
            builder.Fault(folder.Root, "there are no folders of images and of masks in it that are known, like images/ and labels/; --labels says where the masks are", "noLabels");
            return;
        }

        var pairing = labels is null ? DatasetPairing.Of(layout!) : DatasetPairing.Of(layout?.Images ?? folder.Root, layout?.Images ?? folder.Root, layout?.IsFlat ?? false, labels);
        builder.Faults(pairing.Faults);
        builder.Faults((labels?.Unused ?? []).Select(label => new PairingFault(label, "noImage", "this mask has no image of the same name")));
        foreach (var note in pairing.Notes)
        {
            builder.Note(note);
        }

        var lists = SplitLists(folder, builder);
        foreach (var item in pairing.Items)
        {
            if (item.LabelPath is { } label)
            {
                var split = lists is null ? Splits.OfPath(item.Name) : lists.GetValueOrDefault(LabelNaming.ImageKey(Path.GetFileName(item.Name)), "");
                builder.Add(new ImportItem(item.ImagePath, label, split, drawing(label)));
            }
        }

        if (pairing.Items.Count(item => item.LabelPath is null) is > 0 and var bare)
        {
            builder.Note($"{bare} {(bare == 1 ? "image" : "images")} without a mask left out");
        }
    }

    // splits/train.txt and splits/val.txt: a name a line.
    private static Dictionary<string, string>? SplitLists(ImportFolder folder, ImportBuilder builder)
    {
        Dictionary<string, string>? lists = null;
        foreach (var split in new[] { Splits.Train, Splits.Validation, Splits.Test })
        {
            if (folder.Find($"splits/{split}.txt") is not { } file)
            {
                continue;
            }

            lists ??= new Dictionary<string, string>(StringComparer.Ordinal);
            foreach (var (index, line) in (FileContent.Length(file) == 0 ? [] : ImportFolder.Lines(file)).Index())
            {
                var name = LabelNaming.ImageKey(Path.GetFileName(line.Trim()));
                if (name.Length > 0 && !lists.TryAdd(name, split) && lists[name] != split)
                {
                    builder.Fault(file, $"line {index + 1}: '{name}' stands in {lists[name]}.txt too; an image is of one part");
                }
            }
        }

        return lists;
    }
}
