namespace Prcl.Images.Datasets;

/// <summary>Looks for labels beside a folder of images that has none where they are looked for.</summary>
internal static class LabelsElsewhere
{
    /// <summary>The pairing with what was found: no image at all when a folder beside holds PNGs of ids with the images' names.</summary>
    public static Pairing Told(DatasetLayout layout, Pairing pairing) =>
        Told(pairing, FolderListing.Of(layout.Root).Folders.Where(folder => folder != layout.Images));

    /// <summary>The same for a folder that is no known data set: only folders that are called like labels are looked at.</summary>
    public static Pairing Told(string folder, Pairing pairing) => Path.GetDirectoryName(Path.GetFullPath(folder)) is { } parent && pairing.Items.Count > 0
        ? Told(pairing, FolderListing.Of(parent).Folders.Where(beside => DatasetLayouts.IsLabelName(Path.GetFileName(beside))))
        : pairing;

    private static Pairing Told(Pairing pairing, IEnumerable<string> folders)
    {
        var keys = pairing.Items.Where(item => item.LabelPath is null).Select(item => LabelNaming.ImageKey(Stem(item.ImagePath))).ToHashSet(StringComparer.Ordinal);
        var notes = new List<string>();
        foreach (var folder in keys.Count > 0 ? folders : [])
        {
            var alike = FolderListing.Tree(folder, []).FirstOrDefault(file => LabelNaming.IsPng(file) && keys.Contains(LabelNaming.LabelKey(Stem(file))));
            if (alike is null)
            {
                continue;
            }

            if (LabelLook.Of(alike))
            {
                var fault = new PairingFault(
                    folder,
                    "labelsElsewhere",
                    $"it holds PNGs of ids with the images' names, like {Path.GetFileName(alike)}; the images stay out (--labels {folder} if they are the labels, --unlabelled if not)");
                return pairing with { Items = [], Faults = [.. pairing.Faults, fault] };
            }

            notes.Add($"{folder}: files with the images' names, like {Path.GetFileName(alike)}, aren't used");
        }

        return pairing with { Notes = [.. pairing.Notes, .. notes] };
    }

    private static string Stem(string path) => Path.GetFileNameWithoutExtension(path);
}
