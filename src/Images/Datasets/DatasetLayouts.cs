namespace Prcl.Images.Datasets;

/// <summary>
/// Recognises data sets by the names of their folders, whatever the case: <c>images/</c> and <c>labels/</c>, PASCAL VOC, Cityscapes,
/// MMSegmentation, and what else people call the two.
/// </summary>
public static class DatasetLayouts
{
    /// <summary>The folder that makes a folder a domain.</summary>
    public const string ImageFolder = "images";

    /// <summary>The folder of labels beside it.</summary>
    public const string LabelFolder = "labels";

    private static readonly string[] SureImageNames = [ImageFolder, "jpegimages", "leftimg8bit", "img_dir"];
    private static readonly string[] ImageNames = [.. SureImageNames, "image", "imgs", "img"];
    private static readonly string[] LabelNames =
    [
        LabelFolder, "label", "masks", "mask", "annotations", "annotation", "ann_dir", "segmentationclass", "segmentationclassaug", "gtfine", "gtcoarse",
        "gts", "gt", "ground_truth", "groundtruth", "segmentation", "segmentations", "segmentationobject",
    ];

    private static readonly Dictionary<string, string> Partners = new()
    {
        ["jpegimages"] = "segmentationclass",
        ["leftimg8bit"] = "gtfine",
        ["img_dir"] = "ann_dir",
    };

    /// <summary>Whether a folder of this name holds labels.</summary>
    public static bool IsLabelName(string name) => LabelNames.Contains(Lower(name));

    /// <summary>The data set that a folder is, or null when it is none that is known.</summary>
    public static DatasetLayout? Recognise(string folder)
    {
        var root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        var listing = FolderListing.Of(root);
        string[] folders = [.. listing.Folders.Concat(listing.Links)];
        string[] labels = [.. folders.Where(path => IsLabelName(Path.GetFileName(path)))];
        var images = Pick(folders, labels.Length > 0 ? ImageNames : SureImageNames);
        var own = listing.Files.Count(LabelNaming.IsImage);
        var broken = listing.Files.FirstOrDefault(path => Path.GetFileName(path) == LabelFolder);
        if (images is null && (own == 0 || (labels.Length == 0 && broken is null)))
        {
            return null;
        }

        var notes = new List<string>();
        if (images is not null && own > 0)
        {
            notes.Add($"{root}: {own} image files beside {Path.GetFileName(images)}/ are left out");
        }

        var (chosen, fault) = broken is null
            ? Choose(root, images, labels, notes)
            : (null, new PairingFault(broken, "unreadable", "this should be the folder of the labels, and it can't be read as a folder; the images stay out"));
        return new DatasetLayout(root, images ?? root, images is null, chosen, fault, notes);
    }

    /// <summary>The data set that a file or folder is a part of, among its images or its labels; or null.</summary>
    public static DatasetLayout? Around(string path)
    {
        for (var folder = Path.GetDirectoryName(Path.GetFullPath(path)); folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (Recognise(folder) is { } layout && ((!layout.IsFlat && IsWithin(path, layout.Images)) || (layout.Labels is { } labels && IsWithin(path, labels))))
            {
                return layout;
            }
        }

        return null;
    }

    /// <summary>Whether a path is a folder or below it.</summary>
    public static bool IsWithin(string path, string folder) =>
        (Path.GetFullPath(path) + Path.DirectorySeparatorChar).StartsWith(Path.GetFullPath(folder) + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    private static (string? Labels, PairingFault? Fault) Choose(string root, string? images, string[] labels, List<string> notes)
    {
        if (labels.Length == 0)
        {
            return (null, null);
        }

        var exact = Array.Find(labels, path => Path.GetFileName(path) == LabelFolder);
        var full = labels.Length == 1 ? labels : Array.FindAll(labels, HoldsPng);
        var partner = images is not null && Partners.TryGetValue(Lower(Path.GetFileName(images)), out var name) ? Pick(full, [name]) : null;
        var chosen = exact ?? partner ?? (full.Length == 1 ? full[0] : full.Length == 0 ? labels[0] : null);
        if (chosen is null)
        {
            var names = string.Join(" and ", full.Select(path => Path.GetFileName(path) + "/"));
            return (null, new PairingFault(root, "labelsElsewhere", $"{names} could both be the labels; name one with --labels. The images stay out"));
        }

        notes.AddRange(full.Where(path => path != chosen && chosen != partner).Select(path => $"{root}: {Path.GetFileName(path)}/ isn't used, {Path.GetFileName(chosen)}/ is"));
        return (chosen, null);
    }

    private static bool HoldsPng(string folder) => FolderListing.Tree(folder, []).Any(LabelNaming.IsPng);

    private static string? Pick(string[] folders, string[] names) => names
        .Select(name => Array.Find(folders, path => Path.GetFileName(path) == name) ?? Array.Find(folders, path => Lower(Path.GetFileName(path)) == name))
        .FirstOrDefault(path => path is not null);

    private static string Lower(string name) => name.ToLowerInvariant();
}
