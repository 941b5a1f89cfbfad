namespace Prcl.Images.Datasets;

/// <summary>How data sets name an image and its label: the same stem, or the same after what each kind of file ends in.</summary>
public static class LabelNaming
{
    private static readonly string[] ImageEndings = ["_leftImg8bit", "_image", "_img", "_rgb"];

    // Those of Cityscapes in the order in which they are preferred: ids to train with come first.
    private static readonly string[] Cityscapes =
    [
        "_gtFine_labelTrainIds", "_gtFine_labelIds", "_gtCoarse_labelTrainIds", "_gtCoarse_labelIds", "_labelTrainIds", "_labelIds",
    ];

    private static readonly string[] LabelEndings = ["mask", "masks", "label", "labels", "gt", "seg", "segmentation", "L"];

    /// <summary>Whether a file is an image by its name.</summary>
    public static bool IsImage(string path) => Path.GetExtension(path).ToUpperInvariant() is ".JPG" or ".JPEG" or ".PNG";

    /// <summary>Whether a file is a PNG by its name.</summary>
    public static bool IsPng(string path) => Path.GetExtension(path).Equals(".png", StringComparison.OrdinalIgnoreCase);

    /// <summary>What an image's stem has in common with its label's.</summary>
    public static string ImageKey(string stem) => Without(stem, ImageEndings) ?? stem;

    /// <summary>What a label's stem has in common with its image's.</summary>
    public static string LabelKey(string stem) => Without(stem, Cityscapes) ?? WithoutWord(stem) ?? stem;

    /// <summary>Whether a stem says by its ending that it is a label.</summary>
    public static bool SaysLabel(string stem) => !stem.EndsWith("_L", StringComparison.Ordinal) && LabelKey(stem) != stem;

    /// <summary>Which of Cityscapes' kinds of ids a stem names, the preferred ones first; −1 for none.</summary>
    public static int CityscapesRank(string stem) => Array.FindIndex(Cityscapes, ending => Ends(stem, ending));

    /// <summary>Whether a file of a label folder goes with labels without being one: Cityscapes' colours, instances and polygons.</summary>
    public static bool IsCompanion(string path) => Path.GetFileNameWithoutExtension(path) is var stem
        && CityscapesRank(stem) < 0
        && (stem.Contains("_gtFine_", StringComparison.Ordinal) || stem.Contains("_gtCoarse_", StringComparison.Ordinal));

    private static string? Without(string stem, string[] endings) =>
        Array.Find(endings, ending => Ends(stem, ending)) is { } found ? stem[..^found.Length] : null;

    private static string? WithoutWord(string stem)
    {
        var at = stem.LastIndexOfAny(['_', '-', '.']);
        return at > 0 && LabelEndings.Contains(stem[(at + 1)..], StringComparer.OrdinalIgnoreCase) ? stem[..at] : null;
    }

    private static bool Ends(string stem, string ending) => stem.Length > ending.Length && stem.EndsWith(ending, StringComparison.OrdinalIgnoreCase);
}
