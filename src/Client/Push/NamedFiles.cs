using Prcl.Images.Datasets;

namespace Prcl.Client.Push;

/// <summary>Finds the labels of files that are named one by one, as the folders around them say. Folders are looked at once.</summary>
internal sealed class NamedFiles
{
    private readonly Dictionary<string, DatasetLayout?> _layouts = [];
    private readonly Dictionary<string, Around> _around = [];

    /// <summary>The file as an item of its data set.</summary>
    /// <param name="path">A file that is there.</param>
    /// <param name="given">Labels of another place; null for those of the data set.</param>
    public NamedFile Of(string path, LabelFolder? given)
    {
        var full = Path.GetFullPath(path);
        var folder = Path.GetDirectoryName(full)!;
        var layout = LayoutOf(folder);
        var isSure = layout is { IsFlat: false };
        if (!LabelNaming.IsImage(full))
        {
            return new NamedFile(null, folder, [new PairingFault(full, "notAnImage", "only .jpg, .jpeg and .png files are images")], [], isSure);
        }

        if (given is not null)
        {
            return OfGiven(full, folder, layout, given);
        }

        var root = layout?.Labels is null ? folder : layout.Root;
        var around = AroundOf(layout, folder);
        if (around.Items.TryGetValue(full, out var item))
        {
            return new NamedFile(item, root, [], item.LabelPath is null ? [] : around.Pairing.Notes, isSure);
        }

        // A label that is named together with its image needs no line.
        return new NamedFile(null, root, around.Labels.Contains(full) ? [] : [.. around.Pairing.Faults.Where(fault => Concerns(fault, full))], [], isSure);
    }

    private static NamedFile OfGiven(string full, string folder, DatasetLayout? layout, LabelFolder given)
    {
        var place = LabelFolder.Place(layout?.Images ?? folder, full);
        var (label, fault) = given.Find(place);
        (label, fault) = label is null && fault is null ? given.Find(Path.GetFileNameWithoutExtension(full)) : (label, fault);
        return new NamedFile(fault is null ? new DatasetItem(place, full, label) : null, folder, fault is null ? [] : [fault], [], layout is { IsFlat: false });
    }

    private DatasetLayout? LayoutOf(string folder)
    {
        if (!_layouts.TryGetValue(folder, out var layout))
        {
            layout = DatasetLayouts.Recognise(folder) is { IsFlat: true } flat ? flat : DatasetLayouts.Around(folder);
            layout = layout is not null && DatasetLayouts.IsWithin(folder, layout.Images) ? layout : null;
            _layouts[folder] = layout;
        }

        return layout;
    }

    private Around AroundOf(DatasetLayout? layout, string folder)
    {
        var key = layout?.Root ?? folder;
        if (!_around.TryGetValue(key, out var around))
        {
            var pairing = layout is null ? DatasetPairing.OfPlain(folder) : DatasetPairing.Of(layout);
            _around[key] = around = new Around(
                pairing, pairing.Items.ToDictionary(item => item.ImagePath), pairing.Items.Select(item => item.LabelPath).OfType<string>().ToHashSet());
        }

        return around;
    }

    private static bool Concerns(PairingFault fault, string file) => fault.Path == file
        || Directory.Exists(fault.Path)
        || LabelNaming.LabelKey(Path.GetFileNameWithoutExtension(fault.Path)) == LabelNaming.ImageKey(Path.GetFileNameWithoutExtension(file));

    private sealed record Around(Pairing Pairing, Dictionary<string, DatasetItem> Items, HashSet<string> Labels);
}
