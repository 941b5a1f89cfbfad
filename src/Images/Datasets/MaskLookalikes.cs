namespace Prcl.Images.Datasets;

/// <summary>PNGs of ids that have the name of an image elsewhere: more likely its label than an image to learn from.</summary>
public static class MaskLookalikes
{
    /// <summary>Takes such files, and the images that they are named like, out of the items; each file is told.</summary>
    public static void Remove(List<DatasetItem> items, List<PairingFault> faults) =>
        faults.AddRange(Remove(items, item => (item.ImagePath, item.LabelPath), item => item.LabelPath is null));

    /// <summary>The same of anything that stands for an image.</summary>
    /// <param name="items">Images, of which those in doubt are taken out.</param>
    /// <param name="paths">Image and label of one.</param>
    /// <param name="isDoubtful">Whether one may be no image.</param>
    /// <returns>What is said of each such file.</returns>
    public static IReadOnlyList<PairingFault> Remove<T>(List<T> items, Func<T, (string Image, string? Label)> paths, Func<T, bool> isDoubtful)
    {
        var found = Find(items.Select(item => (paths(item).Image, isDoubtful(item))));
        var (masks, images) = (found.Select(pair => pair.Mask).ToHashSet(StringComparer.Ordinal), found.Select(pair => pair.Image).ToHashSet(StringComparer.Ordinal));
        items.RemoveAll(item => paths(item) is var (image, label) && (masks.Contains(image) || (label is null && images.Contains(image))));
        return [.. found.Select(pair => Fault(pair.Mask, pair.Image))];
    }

    /// <summary>Each such file and an image that it is named like.</summary>
    /// <param name="images">Image files, and whether they may be in doubt: those with a label are images for sure.</param>
    private static List<(string Mask, string Image)> Find(IEnumerable<(string Path, bool IsDoubtful)> images)
    {
        var all = images.ToArray();
        var byKey = all.ToLookup(image => LabelNaming.ImageKey(Stem(image.Path)), StringComparer.Ordinal);
        var found = new List<(string, string)>();
        foreach (var (path, isDoubtful) in all)
        {
            if (isDoubtful && LabelNaming.IsPng(path))
            {
                var named = byKey[LabelNaming.LabelKey(Stem(path))].Concat(byKey[Stem(path)]).Select(other => other.Path).Where(other => other != path).ToArray();
                if (named.Length > 0 && LabelLook.Of(path))
                {
                    found.Add((path, Array.Find(named, other => !LabelLook.Of(other)) ?? named[0]));
                }
            }
        }

        return found;
    }

    private static PairingFault Fault(string mask, string image) => new(
        mask,
        "looksLikeLabel",
        $"its pixels are gray or a palette's and it is named like {image}, so it may be that one's label; neither is used (--labels {Path.GetDirectoryName(mask)} if it is, --unlabelled if both are images)");

    private static string Stem(string path) => Path.GetFileNameWithoutExtension(path);
}
