using Prcl.Contracts.Ingest;
using Prcl.Images.Datasets;

namespace Prcl.Client.Push;

/// <summary>Collects what is to be pushed, and what can't be.</summary>
/// <param name="source">Where labels are.</param>
/// <param name="purpose">What the images are for.</param>
internal sealed class PlanBuilder(LabelSource source, ImagePurpose purpose)
{
    private readonly List<PushItem> _items = [];
    private readonly List<RefusedFile> _problems = [];
    private readonly List<string> _notes = [];
    private readonly HashSet<string> _seen = [];
    private readonly HashSet<string> _doubtful = [];
    private readonly HashSet<string> _told = [];
    private readonly Dictionary<string, string> _owners = [];
    private int _ignored;

    /// <summary>An image that was found, or null.</summary>
    public string? FirstImage { get; private set; }

    /// <summary>Adds what a pairing tells, without its items.</summary>
    public void Add(Pairing pairing)
    {
        Add(pairing.Faults, pairing.Notes);
        _ignored += pairing.Foreign.Count;
        foreach (var folder in purpose == ImagePurpose.Train ? Splits(pairing) : [])
        {
            _notes.Add(folder);
        }
    }

    /// <summary>Adds faults and notes, each once.</summary>
    public void Add(IEnumerable<PairingFault> faults, IEnumerable<string> notes)
    {
        foreach (var fault in faults)
        {
            Refuse(new RefusedFile(fault.Path, fault.Reason, fault.Message));
        }

        _notes.AddRange(notes.Where(note => !_notes.Contains(note)));
    }

    /// <summary>Adds an image, unless it is there already or can't be sent.</summary>
    /// <param name="item">The image.</param>
    /// <param name="domain">Its domain.</param>
    /// <param name="isSure">Whether its place says that it is an image and no label.</param>
    public void Add(DatasetItem item, string domain, bool isSure)
    {
        var path = Path.GetFullPath(item.ImagePath);
        if (!_seen.Add(path))
        {
            return;
        }

        FirstImage ??= item.ImagePath;
        var (image, label) = (FileContent.Length(item.ImagePath), item.LabelPath is null ? null : FileContent.Length(item.LabelPath));
        if (image == 0)
        {
            Refuse(new RefusedFile(item.ImagePath, "notAnImage", FileContent.Rule));
        }
        else if (label == 0)
        {
            Refuse(new RefusedFile(item.ImagePath, "badLabel", $"its label {item.LabelPath}: {FileContent.Rule}"));
        }
        else if (item.LabelPath is null && purpose == ImagePurpose.Evaluate)
        {
            Refuse(new RefusedFile(item.ImagePath, "noLabel", "an image to evaluate with needs a label, and none was found"));
        }
        else if (item.LabelPath is { } used && _owners.TryGetValue(used, out var owner))
        {
            Refuse(new RefusedFile(item.ImagePath, "sameName", $"the label {used} is that of {owner} already"));
        }
        else
        {
            Take(item, path, domain, isSure, (image ?? 0) + (label ?? 0));
        }
    }

    /// <summary>Adds a file that can't be sent, once.</summary>
    public void Refuse(RefusedFile file)
    {
        if (_told.Add(file.File))
        {
            _problems.Add(file);
        }
    }

    /// <summary>Takes PNGs of ids out that have another image's name, and that image, unless both are images for sure.</summary>
    public void RefuseLookalikes()
    {
        if (source.IsNone)
        {
            return;
        }

        foreach (var fault in MaskLookalikes.Remove(_items, item => (item.ImagePath, item.LabelPath), item => item.LabelPath is null && _doubtful.Contains(item.ImagePath)))
        {
            Refuse(new RefusedFile(fault.Path, fault.Reason, fault.Message));
        }
    }

    /// <summary>The plan.</summary>
    public PushPlan Build() => new(_items, _problems, _ignored, _notes);

    private void Take(DatasetItem item, string path, string domain, bool isSure, long bytes)
    {
        if (item.LabelPath is { } label)
        {
            _owners[label] = path;
        }
        else if (!isSure)
        {
            _doubtful.Add(item.ImagePath);
        }

        _items.Add(new PushItem(item.ImagePath, item.LabelPath, domain, bytes, source.IsBinary));
    }

    private static IEnumerable<string> Splits(Pairing pairing)
    {
        string[] parts = [.. pairing.Items.Where(item => item.Name.Contains('/', StringComparison.Ordinal)).Select(item => item.Name[..item.Name.IndexOf('/', StringComparison.Ordinal)]).Distinct()];
        if (parts.Contains("train") && Array.Find(parts, part => part is "val" or "test") is { } measure)
        {
            yield return $"train/ and {measure}/ are both learned from: name only one of them to keep the other for --purpose evaluate";
        }
    }
}
