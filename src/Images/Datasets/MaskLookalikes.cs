namespace Prcl.Images.Datasets;

/// <summary>PNGs of ids that have the name of an image elsewhere: more likely its label than an image to learn from.</summary>
public static class MaskLookalikes
{
    /// <summary>Takes such files, and the images that they are named like, out of the items; each file is told.</summary>
    public static void Remove(List<DatasetItem> items, List<PairingFault> faults)
    {
        foreach (var (mask, image) in Find(items.Select(item => (item.ImagePath, item.LabelPath is null))))
        {
            faults.Add(Fault(mask, image));
            items.RemoveAll(item => item.ImagePath == mask || (item.ImagePath == image && item.LabelPath is null));
        }
    }

    /// <summary>Each such file and an image that it is named like.</summary>
    /// <param name="images">Image files, and whether they may be in doubt: those with a label are images for sure.</param>
    public static IReadOnlyList<(string Mask, string Image)> Find(IEnumerable<(string Path, bool IsDoubtful)> images)
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

    /// <summary>What is said of such a file.</summary>
    public static PairingFault Fault(string mask, string image) => new(
        mask,
        "looksLikeLabel",
        $"its pixels are gray or a palette's and it is named like {image}, so it may be that one's label; neither is used (--labels {Path.GetDirectoryName(mask)} if it is, --unlabelled if both are images)");

    private static string Stem(string path) => Path.GetFileNameWithoutExtension(path);
}
