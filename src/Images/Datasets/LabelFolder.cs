namespace Prcl.Images.Datasets;

/// <summary>A folder of labels: finds the one that belongs to an image, and knows afterwards which weren't used.</summary>
public sealed class LabelFolder
{
    private readonly Dictionary<string, List<string>> _byPlace = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<string>> _byKey = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<string>> _others = new(StringComparer.Ordinal);
    private readonly HashSet<string> _used = new(StringComparer.Ordinal);
    private readonly List<PairingFault> _faults = [];
    private readonly List<string> _labels = [];
    private readonly List<string> _foreign = [];
    private bool _hasChosen;

    private LabelFolder() => FullPath = "";

    /// <summary>Lists the folder.</summary>
    public LabelFolder(string path)
    {
        FullPath = Path.GetFullPath(path);
        foreach (var file in FolderListing.Tree(FullPath, _faults))
        {
            if (LabelNaming.IsCompanion(file))
            {
                continue;
            }

            var place = Place(FullPath, file);
            if (LabelNaming.IsPng(file))
            {
                _labels.Add(file);
                Add(_byPlace, place, file);
                Add(_byKey, Keyed(place, LabelNaming.LabelKey), file);
            }
            else
            {
                _foreign.Add(file);
                Add(_others, place, file);
            }
        }
    }

    /// <summary>No labels, whatever lies beside the images.</summary>
    public static LabelFolder None { get; } = new();

    /// <summary>The folder.</summary>
    public string FullPath { get; }

    /// <summary>Folders below that can't be read.</summary>
    public IReadOnlyList<PairingFault> Faults => _faults;

    /// <summary>Files that are no PNG.</summary>
    public IReadOnlyList<string> Foreign => _foreign;

    /// <summary>Whether the folder holds any label.</summary>
    public bool HasLabels => _labels.Count > 0;

    /// <summary>Whether an image has found its label here.</summary>
    public bool IsUsed => _used.Count > 0;

    /// <summary>What was decided, for people.</summary>
    public IReadOnlyList<string> Notes => _hasChosen ? [$"{FullPath}: of both, labelTrainIds are the labels and labelIds aren't used"] : [];

    /// <summary>Labels that no image asked for.</summary>
    public IEnumerable<string> Unused => _labels.Where(label => !_used.Contains(label));

    /// <summary>The place of a file below a folder, without its extension, with '/' on every system.</summary>
    public static string Place(string folder, string file) =>
        Path.ChangeExtension(Path.GetRelativePath(folder, file), null)!.Replace(Path.DirectorySeparatorChar, '/');

    /// <summary>The label for an image at a place; neither label nor fault when there is none.</summary>
    public (string? Label, PairingFault? Fault) Find(string place)
    {
        var found = _byPlace.GetValueOrDefault(place) ?? _byKey.GetValueOrDefault(Keyed(place, LabelNaming.ImageKey));
        if (found is null)
        {
            // Where nothing can be listed nothing can be said to be missing.
            return (null, _others.TryGetValue(place, out var others)
                ? NotPng(others[0])
                : _faults.Find(fault => DatasetLayouts.IsWithin(Path.Combine(FullPath, place), fault.Path)));
        }

        _used.UnionWith(found);
        if (found.Count == 1)
        {
            return (found[0], null);
        }

        var ranked = found.Select(label => (Label: label, Rank: LabelNaming.CityscapesRank(Path.GetFileNameWithoutExtension(label)))).OrderBy(pair => pair.Rank).ToArray();
        if (ranked[0].Rank < 0 || ranked[0].Rank == ranked[1].Rank)
        {
            return (null, new PairingFault(
                found[0], "twoLabels", $"an image has one label, and '{Path.GetFileName(found[1])}' would belong to the same one; neither is used, and the image stays out"));
        }

        _hasChosen = true;
        return (ranked[0].Label, null);
    }

    private static PairingFault NotPng(string file) => new(
        file, "labelFormat", "labels are PNG files of class ids, and this is none; the image of that name stays out");

    private static string Keyed(string place, Func<string, string> key)
    {
        var slash = place.LastIndexOf('/') + 1;
        return place[..slash] + key(place[slash..]);
    }

    private static void Add(Dictionary<string, List<string>> index, string key, string file)
    {
        if (!index.TryGetValue(key, out var files))
        {
            index[key] = files = [];
        }

        files.Add(file);
    }
}
