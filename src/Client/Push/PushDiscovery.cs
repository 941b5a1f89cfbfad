using Prcl.Contracts;
using Prcl.Contracts.Ingest;

namespace Prcl.Client.Push;

/// <summary>
/// Finds images and their labels. A folder with <c>images/</c> (and <c>labels/</c>) in it is a domain named like the
/// folder; any other folder gives its own images and those of its subfolders, each a domain of its own name. A label is
/// the PNG at the image's place under the label folder: <c>labels/a.png</c> for <c>images/a.jpg</c>.
/// </summary>
/// <param name="labels">Where labels are, instead of <c>labels/</c>; null for that.</param>
/// <param name="domain">The domain of every image; null for the folders' names.</param>
/// <param name="purpose">What the images are for: to measure with takes a label.</param>
internal sealed class PushDiscovery(string? labels, string? domain, ImagePurpose purpose)
{
    private static readonly EnumerationOptions Visible = new() { AttributesToSkip = FileAttributes.Hidden | FileAttributes.System };
    private readonly List<PushItem> _items = [];
    private readonly List<RefusedFile> _problems = [];
    private readonly HashSet<string> _seen = [];
    private readonly HashSet<string> _usedLabels = [];
    private int _ignored;

    /// <summary>Looks at files and folders, which must exist, in the order given; within a folder by name.</summary>
    /// <exception cref="UsageException">A folder's name can't be a domain and no domain is given.</exception>
    public PushPlan Find(IEnumerable<string> paths)
    {
        var anyFolder = false;
        foreach (var path in paths)
        {
            if (Directory.Exists(path))
            {
                anyFolder = true;
                FindInFolder(path, path);
            }
            else
            {
                var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
                Add(path, folder, labels, DomainOf(folder));
            }
        }

        // With single files named, the other labels of the folder are not missing anything.
        if (labels is not null && anyFolder)
        {
            ReportLabelsWithoutImage(labels);
        }

        return new PushPlan(_items, _problems, _ignored);
    }

    private void FindInFolder(string folder, string top)
    {
        var images = Path.Combine(folder, "images");
        if (Directory.Exists(images))
        {
            var labelFolder = labels ?? Path.Combine(folder, "labels");
            AddTree(images, images, labelFolder, DomainOf(folder));
            if (labels is null && Directory.Exists(labelFolder))
            {
                ReportLabelsWithoutImage(labelFolder);
            }

            return;
        }

        AddFiles(folder, top, labels, () => DomainOf(folder));
        foreach (var subfolder in Subfolders(folder).Where(path => Path.GetFileName(path) != "labels"))
        {
            FindInFolder(subfolder, top);
        }
    }

    private void AddTree(string folder, string root, string labelFolder, string domainName)
    {
        AddFiles(folder, root, labelFolder, () => domainName);
        foreach (var subfolder in Subfolders(folder))
        {
            AddTree(subfolder, root, labelFolder, domainName);
        }
    }

    private void AddFiles(string folder, string root, string? labelFolder, Func<string> domainName)
    {
        foreach (var file in Directory.GetFiles(folder, "*", Visible).Order(StringComparer.Ordinal))
        {
            if (IsImage(file))
            {
                Add(file, root, labelFolder, domainName());
            }
            else
            {
                _ignored++;
            }
        }
    }

    private void Add(string file, string root, string? labelFolder, string domainName)
    {
        if (!_seen.Add(Path.GetFullPath(file)))
        {
            return;
        }

        var label = labelFolder is null ? null : LabelOf(file, root, labelFolder);
        if (label is not null)
        {
            _usedLabels.Add(Path.GetFullPath(label));
        }
        else if (purpose == ImagePurpose.Evaluate)
        {
            _problems.Add(new RefusedFile(file, "noLabel", "an image to evaluate with needs a label, and none was found"));
            return;
        }

        _items.Add(new PushItem(file, label, domainName, Length(file) + (label is null ? 0 : Length(label))));
    }

    private void ReportLabelsWithoutImage(string labelFolder)
    {
        var every = new EnumerationOptions { AttributesToSkip = Visible.AttributesToSkip, RecurseSubdirectories = true };
        foreach (var label in Directory.GetFiles(labelFolder, "*.png", every).Order(StringComparer.Ordinal))
        {
            if (!_usedLabels.Contains(Path.GetFullPath(label)))
            {
                _problems.Add(new RefusedFile(label, "noImage", "this label has no image of the same name"));
            }
        }
    }

    private static string? LabelOf(string file, string root, string labelFolder)
    {
        var place = Path.GetRelativePath(Path.GetFullPath(root), Path.GetFullPath(file));
        var label = Path.Combine(labelFolder, Path.ChangeExtension(place, ".png"));
        return File.Exists(label) ? label : null;
    }

    private string DomainOf(string folder)
    {
        if (domain is not null)
        {
            return domain;
        }

        var name = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)));
        return PrclNames.IsName(name)
            ? name
            : throw new UsageException($"the folder's name '{name}' can't be a domain: {PrclNames.Rule} (name one with --domain)");
    }

    // A link to a folder may lead in a circle, so links are followed for files and for the paths named, not on the way down.
    private static IEnumerable<string> Subfolders(string folder) => Directory
        .GetDirectories(folder, "*", new EnumerationOptions { AttributesToSkip = Visible.AttributesToSkip | FileAttributes.ReparsePoint })
        .Order(StringComparer.Ordinal);

    private static bool IsImage(string file) =>
        Path.GetExtension(file).ToUpperInvariant() is ".JPG" or ".JPEG" or ".PNG";

    // The length of a link is that of its text. A file that can't be looked at is reported when it is read.
    private static long Length(string file) =>
        (File.ResolveLinkTarget(file, returnFinalTarget: true) ?? new FileInfo(file)) is FileInfo { Exists: true } info ? info.Length : 0;
}
