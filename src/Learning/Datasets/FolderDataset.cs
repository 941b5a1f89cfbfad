using Prcl.Images.Datasets;
using Prcl.Images.Files;
using Prcl.Learning.Images;

namespace Prcl.Learning.Datasets;

/// <summary>One domain on disk: <c>images/</c> with PNG and JPEG files, <c>labels/</c> with PNG files of the same names.</summary>
public sealed class FolderDataset
{
    /// <summary>The folder that makes a folder a domain.</summary>
    public const string ImageFolder = "images";

    /// <summary>The folder of labels beside it.</summary>
    public const string LabelFolder = "labels";

    private FolderDataset(string path, ClassList classes, ImageLimits limits, IReadOnlyList<DatasetItem> items) =>
        (FullPath, Classes, Limits, Items) = (path, classes, limits, items);

    /// <summary>The folder's name, which is the domain's.</summary>
    public string Name => Path.GetFileName(FullPath);

    /// <summary>The folder.</summary>
    public string FullPath { get; }

    /// <summary>The classes its labels use.</summary>
    public ClassList Classes { get; }

    /// <summary>What its files may weigh and measure.</summary>
    public ImageLimits Limits { get; }

    /// <summary>The images in ordinal order of their file names, which is the order of the stream.</summary>
    public IReadOnlyList<DatasetItem> Items { get; }

    /// <summary>Lists a domain and pairs its files. Reads no pixels: a file's contents are checked when it is loaded.</summary>
    /// <param name="path">The folder that holds <c>images/</c>.</param>
    /// <param name="classes">The classes its labels use.</param>
    /// <param name="requireLabels">Whether every image must have a label; otherwise <c>labels/</c> may be missing or partial.</param>
    /// <param name="limits">Limits for its files; <see cref="ImageLimits.Default"/> when null.</param>
    /// <exception cref="DatasetException">A folder is missing or empty, or a file has no partner; names file and reason.</exception>
    public static FolderDataset Open(string path, ClassList classes, bool requireLabels, ImageLimits? limits = null)
    {
        var root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        return new FolderDataset(root, classes, limits ?? ImageLimits.Default, DatasetPairing.Pair(root, requireLabels));
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
            ? LoadLabel(item, verdict.Header.Width, verdict.Header.Height)
            : throw new DatasetException(item.ImagePath, verdict.Message);
    }

    /// <summary>Decodes an item's image and label together.</summary>
    /// <exception cref="DatasetException">As for <see cref="LoadImage"/> and <see cref="LoadLabel(DatasetItem)"/>.</exception>
    public (RgbImage Image, LabelMap Labels) LoadPair(DatasetItem item)
    {
        var image = LoadImage(item);
        return (image, LoadLabel(item, image.Width, image.Height));
    }

    private LabelMap LoadLabel(DatasetItem item, int imageWidth, int imageHeight)
    {
        var path = item.LabelPath ?? throw new DatasetException(item.ImagePath, "the image has no label");
        var read = LabelPng.Read(ReadFile(path), Limits);
        if (!read.IsAccepted)
        {
            throw new DatasetException(path, read.Message);
        }

        return LabelCheck.FindFault(read.Labels, imageWidth, imageHeight, Classes) is { } fault
            ? throw new DatasetException(path, fault)
            : read.Labels;
    }

    private static byte[] ReadFile(string path)
    {
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new DatasetException(path, $"the file cannot be read ({error.Message})", error);
        }
    }
}
