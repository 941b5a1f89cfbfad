namespace Prcl.Images.Datasets;

/// <summary>Pairs a domain on disk where nothing may be odd: a training or a demo that goes on for an hour shouldn't begin with a doubt.</summary>
public static class StrictPairing
{
    /// <summary>The items in ordinal order of their places, and notes for people.</summary>
    /// <param name="root">The folder that holds <c>images/</c>, or another layout that <see cref="DatasetLayouts"/> knows.</param>
    /// <param name="requireLabels">Whether every image must have a label; otherwise labels may be missing or partial.</param>
    /// <exception cref="DatasetException">A folder is missing or empty, a name is taken twice, or a file has no partner; names file and reason.</exception>
    public static (IReadOnlyList<DatasetItem> Items, IReadOnlyList<string> Notes) Of(string root, bool requireLabels)
    {
        if (DatasetLayouts.Recognise(root) is not { } layout)
        {
            throw new DatasetException(Path.Combine(root, DatasetLayouts.ImageFolder), "the folder does not exist");
        }

        var pairing = DatasetPairing.Of(layout);
        if (pairing.Faults is [var fault, ..])
        {
            throw new DatasetException(fault.Path, fault.Message + (pairing.Faults.Count > 1 ? $" (and {pairing.Faults.Count - 1} more files)" : ""));
        }

        if (pairing.Foreign is [var foreign, ..])
        {
            var belongs = layout.Labels is { } folder && DatasetLayouts.IsWithin(foreign, folder) ? ".png" : ".jpg, .jpeg, .png";
            throw new DatasetException(foreign, $"only {belongs} files belong in this folder");
        }

        if (pairing.SameNames.Count > 0)
        {
            var (second, first) = pairing.SameNames.MinBy(pair => pair.Key, StringComparer.Ordinal);
            throw new DatasetException(second, DatasetPairing.TakenBy(first));
        }

        if (pairing.Items.Count == 0)
        {
            throw new DatasetException(layout.Images, "the folder holds no .jpg, .jpeg or .png file");
        }

        if (requireLabels)
        {
            Require(layout, pairing);
        }

        return (pairing.Items, pairing.Notes);
    }

    private static void Require(DatasetLayout layout, Pairing pairing)
    {
        if (pairing.Items.FirstOrDefault(item => item.LabelPath is null) is not { } bare)
        {
            return;
        }

        if (layout.Labels is null && pairing.Items.All(item => item.LabelPath is null))
        {
            throw new DatasetException(Path.Combine(layout.Root, DatasetLayouts.LabelFolder), "the folder does not exist");
        }

        var labels = Path.GetFileName(layout.Labels ?? layout.Images);
        throw new DatasetException(bare.ImagePath, $"the image has no label '{bare.Name}.png' in {labels}/");
    }
}
