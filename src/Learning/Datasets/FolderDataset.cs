using Prcl.Images.Datasets;
using Prcl.Images.Files;
using Prcl.Learning.Images;

namespace Prcl.Learning.Datasets;

/// <summary>
/// One domain on disk: <c>images/</c> with PNG and JPEG files, <c>labels/</c> with PNG files of the same names, or another layout that
/// <see cref="DatasetLayouts"/> knows.
/// </summary>
public sealed class FolderDataset
{
    private readonly Func<string, IReadOnlyList<ushort>?>? _idsOf;

    private FolderDataset(
        string path, ClassList classes, ImageLimits limits, IReadOnlyList<DatasetItem> items, IReadOnlyList<string> notes, Func<string, IReadOnlyList<ushort>?>? idsOf) =>
        (FullPath, Classes, Limits, Items, Notes, _idsOf) = (path, classes, limits, items, notes, idsOf);

    /// <summary>The folder's name, which is the domain's.</summary>
    public string Name => Path.GetFileName(FullPath);

    /// <summary>The folder.</summary>
    public string FullPath { get; }

    /// <summary>The classes its labels use.</summary>
    public ClassList Classes { get; }

    /// <summary>What its files may weigh and measure.</summary>
    public ImageLimits Limits { get; }

    /// <summary>The images in ordinal order of their places below <c>images/</c>, which is the order of the stream.</summary>
    public IReadOnlyList<DatasetItem> Items { get; }

    /// <summary>What was decided about its files, for people.</summary>
    public IReadOnlyList<string> Notes { get; }

    /// <summary>Lists a domain and pairs its files. Reads no pixels: a file's contents are checked when it is loaded.</summary>
    /// <param name="path">The folder that holds <c>images/</c>.</param>
    /// <param name="classes">The classes its labels use.</param>
    /// <param name="requireLabels">Whether every image must have a label; otherwise <c>labels/</c> may be missing or partial.</param>
    /// <param name="limits">Limits for its files; <see cref="ImageLimits.Default"/> when null.</param>
    /// <param name="idsOf">What the ids of a label file become, by its path, others being ignored; null, or an answer of null: they are class ids.</param>
    /// <exception cref="DatasetException">A folder is missing or empty, or a file has no partner; names file and reason.</exception>
    public static FolderDataset Open(
        string path, ClassList classes, bool requireLabels, ImageLimits? limits = null, Func<string, IReadOnlyList<ushort>?>? idsOf = null)
    {
        var root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        var (items, notes) = StrictPairing.Of(root, requireLabels);
        return new FolderDataset(root, classes, limits ?? ImageLimits.Default, items, notes, idsOf);
    }

    /// <summary>Decodes an item's image.</summary>
    /// <exception cref="DatasetException">The file is unreadable or refused; names file and reason.</exception>
    public RgbImage LoadImage(DatasetItem item)
    {
        var decoded = ImageDecoder.Decode(ReadFile(item.ImagePath), Limits);
        return decoded.IsAccepted ? decoded.Image : throw new DatasetException(item.ImagePath, decoded.Message);
    }

    /// <summary>Reads an item's label and checks it against the image's header and the classes.</summary>
    /// <exception cref="DatasetException">There is no label, a file is unreadable or refused, or the label does not fit; names file and reason.</exception>
    public LabelMap LoadLabel(DatasetItem item)
    {
        var verdict = ImageInspector.Inspect(ReadFile(item.ImagePath));
        return verdict.IsAccepted
            ? LoadLabel(item, verdict.Header.Width, verdict.Header.Height, verdict.Header.Orientation)
            : throw new DatasetException(item.ImagePath, verdict.Message);
    }

    /// <summary>Decodes an item's image and label together.</summary>
    /// <exception cref="DatasetException">As for <see cref="LoadImage"/> and <see cref="LoadLabel(DatasetItem)"/>.</exception>
    public (RgbImage Image, LabelMap Labels) LoadPair(DatasetItem item)
    {
        var image = LoadImage(item);
        return (image, LoadLabel(item, image.Width, image.Height, orientation: null));
    }

    private LabelMap LoadLabel(DatasetItem item, int imageWidth, int imageHeight, int? orientation)
    {
        var path = item.LabelPath ?? throw new DatasetException(item.ImagePath, "the image has no label");
        var read = LabelPng.Read(ReadFile(path), Limits);
        if (!read.IsAccepted)
        {
            throw new DatasetException(path, read.Message);
        }

        var labels = _idsOf?.Invoke(path) is { } ids ? Translated(read.Labels, ids) : read.Labels;

        // Where a size doesn't fit, the reason may be the file's orientation.
        var isOff = read.Labels.Width != imageWidth || read.Labels.Height != imageHeight;
        orientation ??= isOff ? ImageInspector.Inspect(ReadFile(item.ImagePath)).Header?.Orientation : 1;
        return LabelCheck.FindFault(labels, imageWidth, imageHeight, Classes, orientation ?? 1) is { } fault
            ? throw new DatasetException(path, fault)
            : labels;
    }

    private LabelMap Translated(LabelMap labels, IReadOnlyList<ushort> ids) =>
        new(labels.Width, labels.Height, Array.ConvertAll(labels.Ids, id => id < ids.Count ? ids[id] : (ushort)Classes.Ignore));

    private static byte[] ReadFile(string path)
    {
        try
        {
            return FileContent.Length(path) is 0 ? throw new DatasetException(path, FileContent.Rule) : File.ReadAllBytes(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new DatasetException(path, $"the file cannot be read ({error.Message})", error);
        }
    }
}
