namespace Prcl.Images.Datasets;

/// <summary>Which label belongs to which image: the one rule for what is pushed, trained on from folders, measured and shown.</summary>
public static class DatasetPairing
{
    /// <summary>Pairs a data set's files. Reads no pixel. What can't be used is told and left out; an image whose label is at fault stays out too.</summary>
    public static Pairing Of(DatasetLayout layout)
    {
        if (layout.Fault is { } fault)
        {
            return new Pairing([], [fault], layout.Notes, [], new Dictionary<string, string>());
        }

        if (layout.Labels is null)
        {
            var bare = Of(layout.Images, layout.Images, layout.IsFlat, labels: null);
            bare = bare with { Notes = [.. layout.Notes, .. bare.Notes] };
            return layout.IsFlat ? bare : LabelsElsewhere.Told(layout, bare);
        }

        var labels = new LabelFolder(layout.Labels);
        if (labels is { HasLabels: false, Foreign: [var first, ..] })
        {
            return new Pairing([], [WithoutPng(labels.FullPath, first)], layout.Notes, [], new Dictionary<string, string>());
        }

        var pairing = Of(layout.Images, layout.Images, layout.IsFlat, labels);
        return pairing with
        {
            Faults = [.. labels.Faults.Concat(pairing.Faults).Distinct(), .. labels.Unused.Select(label => new PairingFault(label, "noImage", NoImage(label, layout.Images)))],
            Notes = [.. layout.Notes, .. pairing.Notes, .. labels.Notes, .. Taken(layout, labels)],
            Foreign = [.. pairing.Foreign, .. labels.Foreign],
        };
    }

    /// <summary>Pairs the files of a folder that is no known data set with masks beside them; folders below are left alone.</summary>
    /// <param name="folder">The folder.</param>
    public static Pairing OfPlain(string folder) => LabelsElsewhere.Told(folder, Of(folder, folder, isFlat: true, labels: null));

    /// <summary>Pairs the images of a folder with labels of anywhere, and with masks beside them.</summary>
    /// <param name="images">The folder of the images.</param>
    /// <param name="root">The folder at whose places labels are looked for.</param>
    /// <param name="isFlat">Whether folders below are left alone.</param>
    /// <param name="labels">
    /// The labels; what isn't used of them is not told. Null for masks beside their images only, <see cref="LabelFolder.None"/> for not even these.
    /// </param>
    public static Pairing Of(string images, string root, bool isFlat, LabelFolder? labels)
    {
        var (faults, foreign) = (new List<PairingFault>(), new List<string>());
        var photographs = ImagesIn(images, isFlat, faults, foreign);
        var isAnyImage = labels == LabelFolder.None;
        var beside = MasksBeside.Take(root, isAnyImage ? [] : photographs);
        var (items, sameNames) = Join(root, photographs, labels, beside, faults);
        if (!isAnyImage)
        {
            MaskLookalikes.Remove(items, faults);
        }

        faults.AddRange(beside.Unused.Select(mask => new PairingFault(mask, "unusedLabel", "its image has a label in another place already; this one isn't used")));
        return new Pairing(items, faults, beside.Notes, foreign, sameNames);
    }

    private static List<string> ImagesIn(string folder, bool isFlat, List<PairingFault> faults, List<string> foreign)
    {
        var listing = isFlat ? FolderListing.Of(folder) : null;
        if (listing?.Fault is { } fault)
        {
            faults.Add(fault);
        }

        var images = new List<string>();
        foreach (var file in listing?.Files ?? FolderListing.Tree(folder, faults))
        {
            (LabelNaming.IsImage(file) ? images : foreign).Add(file);
        }

        return images;
    }

    private static (List<DatasetItem> Items, Dictionary<string, string> SameNames) Join(
        string folder, List<string> images, LabelFolder? labels, MasksBeside beside, List<PairingFault> faults)
    {
        var items = new List<DatasetItem>(images.Count);
        var sameNames = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var place in images.GroupBy(image => LabelFolder.Place(folder, image)).OrderBy(place => place.Key, StringComparer.Ordinal))
        {
            string[] paths = [.. place];
            var (label, fault) = labels?.Find(place.Key) ?? (null, null);
            label ??= fault is null ? beside.Find(place.Key) : null;
            if (fault is not null)
            {
                faults.Add(fault);
            }
            else if (paths.Length > 1 && label is not null)
            {
                faults.AddRange(paths.Skip(1).Select(path => new PairingFault(path, "sameName", $"{TakenBy(paths[0])}, and both would have the label {label}; neither is used")));
            }
            else
            {
                items.AddRange(paths.Select(path => new DatasetItem(place.Key, path, label)));
                Array.ForEach(paths[1..], path => sameNames[path] = paths[0]);
            }
        }

        return (items, sameNames);
    }

    private static IEnumerable<string> Taken(DatasetLayout layout, LabelFolder labels) =>
        labels.IsUsed && Path.GetFileName(labels.FullPath) is var name && name != DatasetLayouts.LabelFolder ? [$"{layout.Root}: labels are taken from {name}/"] : [];

    /// <summary>What is said of an image whose name another one has.</summary>
    internal static string TakenBy(string first) => $"the name is taken by '{Path.GetFileName(first)}' in the same folder";

    private static string NoImage(string label, string images) =>
        $"the label has no image '{Path.GetFileNameWithoutExtension(label)}' in {Path.GetFileName(images)}/";

    private static PairingFault WithoutPng(string labels, string first) => new(
        labels, "labelFormat", $"the folder of labels has no PNG of class ids, only such as {Path.GetFileName(first)}; the images stay out (--unlabelled pushes them without labels)");
}
