using Prcl.Contracts;
using Prcl.Contracts.Ingest;
using Prcl.Images.Datasets;

namespace Prcl.Client.Push;

/// <summary>
/// Finds images and their labels. A folder that <see cref="DatasetLayouts"/> knows is a domain named like the folder; any other
/// folder gives its own images and those of its subfolders, each a domain of its own name. Which label belongs to which image is
/// <see cref="DatasetPairing"/>'s to say.
/// </summary>
/// <param name="source">Where labels are.</param>
/// <param name="domain">The domain of every image; null for the folders' names.</param>
/// <param name="purpose">What the images are for: to measure with takes a label.</param>
internal sealed class PushDiscovery(LabelSource source, string? domain, ImagePurpose purpose)
{
    private readonly LabelFolder? _given = source.Folder is null ? null : new LabelFolder(source.Folder);
    private readonly PlanBuilder _plan = new(source, purpose);
    private readonly NamedFiles _named = new();

    /// <summary>Looks at files and folders in the order given; within a folder by name.</summary>
    /// <exception cref="UsageException">
    /// A folder's name can't be a domain and no domain is given; a folder holds the labels of another; no label given belongs to an image; nothing that is named is there.
    /// </exception>
    public PushPlan Find(IReadOnlyCollection<string> paths)
    {
        if (!paths.Any(Path.Exists))
        {
            throw new UsageException(string.Join(Environment.NewLine, paths.Select(path => $"there is no file or folder {path}")));
        }

        var anyFolder = false;
        foreach (var path in paths)
        {
            if (Directory.Exists(path))
            {
                anyFolder = true;
                AddNamedFolder(path);
            }
            else
            {
                AddFile(path);
            }
        }

        _plan.RefuseLookalikes();
        if (_given is not null)
        {
            CheckGiven(_given, anyFolder);
        }

        return _plan.Build();
    }

    private void AddNamedFolder(string folder)
    {
        var around = source.IsNone || _given is not null ? null : DatasetLayouts.Around(folder);
        if (around?.Labels is not { } labels)
        {
            AddFolder(folder, folder);
        }
        else if (!DatasetLayouts.IsWithin(folder, labels))
        {
            Add(Within(folder, labels, around), around.Root, isSure: true);
        }
        else
        {
            throw new UsageException($"{folder} holds the labels of {around.Images}: name {around.Root} to push both, or say --unlabelled if these are images");
        }
    }

    private void AddFolder(string folder, string top)
    {
        var layout = DatasetLayouts.Recognise(folder);
        if (layout is { IsFlat: false })
        {
            Add(PairingOf(layout, layout.Images), folder, isSure: true);
            return;
        }

        var listing = FolderListing.Of(folder);
        Add(layout is null ? PlainPairingOf(folder, top) : PairingOf(layout, top), folder, isSure: false);
        foreach (var below in listing.Folders.Where(below => Path.GetFullPath(below) != _given?.FullPath))
        {
            if (!DatasetLayouts.IsLabelName(Path.GetFileName(below)))
            {
                AddFolder(below, top);
            }
            else if (layout is null && !source.IsNone && _given is null && new LabelFolder(below).HasLabels)
            {
                _plan.Refuse(new RefusedFile(below, "unusedLabels", "this folder of labels has no images/ beside it; its files aren't used (--labels uses them)"));
            }
        }
    }

    private Pairing PlainPairingOf(string folder, string top) => source.IsNone || _given is not null
        ? DatasetPairing.Of(folder, top, isFlat: true, _given ?? LabelFolder.None)
        : DatasetPairing.OfPlain(folder);

    private Pairing PairingOf(DatasetLayout layout, string root) => source.IsNone
        ? DatasetPairing.Of(layout.Images, root, layout.IsFlat, LabelFolder.None)
        : _given is null ? DatasetPairing.Of(layout) : DatasetPairing.Of(layout.Images, root, layout.IsFlat, _given);

    private void Add(Pairing pairing, string folder, bool isSure)
    {
        _plan.Add(pairing);
        foreach (var item in pairing.Items)
        {
            _plan.Add(item, DomainOf(folder), isSure);
        }
    }

    private void AddFile(string path)
    {
        if (!Path.Exists(path))
        {
            _plan.Refuse(new RefusedFile(path, "missing", path.Contains('\uFFFD', StringComparison.Ordinal) ? "its name isn't UTF-8; rename it" : "the file isn't there any more"));
            return;
        }

        var file = _named.Of(path, source.IsNone ? LabelFolder.None : _given);
        _plan.Add(file.Faults, file.Notes);
        if (file.Item is { } item)
        {
            _plan.Add(item with { ImagePath = path }, DomainOf(file.Root), file.IsSure);
        }
    }

    // The part of a data set, without what is told about the rest of it.
    private static Pairing Within(string folder, string labels, DatasetLayout layout)
    {
        var pairing = DatasetPairing.Of(layout);
        var place = Path.Combine(labels, Path.GetRelativePath(layout.Images, Path.GetFullPath(folder)));
        return pairing with
        {
            Items = [.. pairing.Items.Where(item => DatasetLayouts.IsWithin(item.ImagePath, folder))],
            Faults = [.. pairing.Faults.Where(fault => fault.Path == labels || DatasetLayouts.IsWithin(fault.Path, folder) || DatasetLayouts.IsWithin(fault.Path, place))],
        };
    }

    private void CheckGiven(LabelFolder given, bool anyFolder)
    {
        if (!given.IsUsed)
        {
            throw new UsageException(_plan.FirstImage is { } image
                ? $"there is no label of these images in {source.Folder}: {Path.Combine(source.Folder!, Path.GetFileNameWithoutExtension(image) + ".png")} would be that of {image}"
                : $"there is no label of these images in {source.Folder}");
        }

        // With single files named, the other labels of the folder are not missing anything.
        foreach (var label in anyFolder ? given.Unused : [])
        {
            _plan.Refuse(new RefusedFile(label, "noImage", "this label has no image of the same name"));
        }
    }

    /// <summary>The domain that a folder's name says.</summary>
    /// <exception cref="UsageException">The name can't be one.</exception>
    public static string DomainOfFolder(string folder)
    {
        var name = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)));
        return PrclNames.IsName(name)
            ? name
            : throw new UsageException($"the folder's name '{name}' can't be a domain: {PrclNames.Rule} (name one with --domain)");
    }

    private string DomainOf(string folder) => domain ?? DomainOfFolder(folder);
}
