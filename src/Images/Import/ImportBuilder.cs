using Prcl.Images.Datasets;

namespace Prcl.Images.Import;

/// <summary>Collects what a format's reader finds.</summary>
internal sealed class ImportBuilder(ImportFolder folder, ImportOptions options)
{
    private readonly List<SourceClass> _classes = [];
    private readonly Dictionary<string, List<ImportItem>> _items = new(StringComparer.Ordinal);
    private readonly List<PairingFault> _faults = [.. folder.Faults];
    private readonly List<string> _notes = [];
    private int _empty;

    /// <summary>Adds a class, once.</summary>
    public SourceClass Class(SourceClass added)
    {
        if (_classes.Find(known => known.Name == added.Name) is { } known)
        {
            return known;
        }

        _classes.Add(added);
        return added;
    }

    /// <summary>Adds an image with its label.</summary>
    public void Add(ImportItem item)
    {
        if (item.Drawing.IsEmpty && !options.KeepsEmpty)
        {
            _empty++;
            return;
        }

        if (!_items.TryGetValue(item.ImagePath, out var same))
        {
            _items[item.ImagePath] = same = [];
        }

        same.Add(item);
    }

    /// <summary>Adds what can't be used.</summary>
    public void Fault(string path, string message, string reason = "badAnnotation") => _faults.Add(new PairingFault(path, reason, message));

    /// <summary>Adds faults.</summary>
    public void Faults(IEnumerable<PairingFault> faults) => _faults.AddRange(faults);

    /// <summary>Adds a note, once.</summary>
    public void Note(string note)
    {
        if (!_notes.Contains(note))
        {
            _notes.Add(note);
        }
    }

    /// <summary>Reads one part of the annotations; what is wrong with it is a fault of its own.</summary>
    /// <param name="path">The annotation file.</param>
    /// <param name="read">Reads it.</param>
    public void Part(string path, Action read)
    {
        try
        {
            read();
        }
        catch (AnnotationException error)
        {
            Fault(path, error.Message);
        }
        catch (DatasetException error)
        {
            Fault(error.Path, error.Reason);
        }
    }

    /// <summary>What was found.</summary>
    public ImportSet Build()
    {
        var items = new List<ImportItem>();
        foreach (var same in _items.Values)
        {
            if (same.Count == 1)
            {
                items.Add(same[0]);
            }
            else
            {
                Fault(same[0].ImagePath, $"it is labelled twice, in {Said(same[0])} and {Said(same[1])}; neither is used", "twoLabels");
            }
        }

        if (_empty > 0)
        {
            Note($"{_empty} {(_empty == 1 ? "image" : "images")} without any object left out: not annotated yet, it may be (--empty takes them as nothing but background)");
        }

        return new ImportSet(
            _classes, [.. items.OrderBy(item => item.Split, StringComparer.Ordinal).ThenBy(item => item.ImagePath, StringComparer.Ordinal)], _faults, _notes);
    }

    private string Said(ImportItem item) => folder.Relative(item.AnnotationPath) + (item.Split.Length > 0 ? $" ({item.Split})" : "");
}
