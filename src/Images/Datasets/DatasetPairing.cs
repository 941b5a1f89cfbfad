namespace Prcl.Images.Datasets;

/// <summary>Lists a domain's files and pairs each image with its label by file name.</summary>
internal static class DatasetPairing
{
    private const string ImageFolder = "images";
    private const string LabelFolder = "labels";

    /// <summary>The items, in ordinal order of the images' file names.</summary>
    /// <exception cref="DatasetException">A folder is missing or empty, a name is taken twice, or a file has no partner.</exception>
    public static IReadOnlyList<DatasetItem> Pair(string root, bool requireLabels)
    {
        var images = ListByStem(Path.Combine(root, ImageFolder), isRequired: true, [".jpg", ".jpeg", ".png"]);
        if (images.Count == 0)
        {
            throw new DatasetException(Path.Combine(root, ImageFolder), "the folder holds no .jpg, .jpeg or .png file");
        }

        var labels = ListByStem(Path.Combine(root, LabelFolder), requireLabels, [".png"]);
        foreach (var (stem, path) in labels)
        {
            if (!images.ContainsKey(stem))
            {
                throw new DatasetException(path, $"the label has no image '{stem}' in {ImageFolder}/");
            }
        }

        var items = new List<DatasetItem>(images.Count);
        foreach (var (stem, path) in images.OrderBy(image => Path.GetFileName(image.Value), StringComparer.Ordinal))
        {
            var label = labels.GetValueOrDefault(stem);
            items.Add(label is null && requireLabels
                ? throw new DatasetException(path, $"the image has no label '{stem}.png' in {LabelFolder}/")
                : new DatasetItem(stem, path, label));
        }

        return items;
    }

    private static Dictionary<string, string> ListByStem(string folder, bool isRequired, string[] extensions)
    {
        var files = new Dictionary<string, string>(StringComparer.Ordinal);
        if (!Directory.Exists(folder))
        {
            return isRequired ? throw new DatasetException(folder, "the folder does not exist") : files;
        }

        foreach (var path in Directory.EnumerateFiles(folder).Order(StringComparer.Ordinal))
        {
            var name = Path.GetFileName(path);
            if (name.StartsWith('.'))
            {
                continue; // what file managers leave behind
            }

            if (!extensions.Contains(Path.GetExtension(name), StringComparer.OrdinalIgnoreCase))
            {
                throw new DatasetException(path, $"only {string.Join(", ", extensions)} files belong in this folder");
            }

            if (!files.TryAdd(Path.GetFileNameWithoutExtension(name), path))
            {
                throw new DatasetException(path, $"the name is taken by '{Path.GetFileName(files[Path.GetFileNameWithoutExtension(name)])}' in the same folder");
            }
        }

        return files;
    }
}
