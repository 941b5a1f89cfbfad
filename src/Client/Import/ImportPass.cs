using Prcl.Client.Push;
using Prcl.Images.Datasets;
using Prcl.Images.Files;
using Prcl.Images.Import;

namespace Prcl.Client.Import;

/// <summary>Draws all labels into a folder, before anything is sent or kept: what is wrong with any of them is known by then.</summary>
/// <param name="binding">The ids of the classes.</param>
/// <param name="folder">Where label PNGs go.</param>
internal sealed class ImportPass(ClassBinding binding, string folder)
{
    private readonly List<ImportedFile> _files = [];
    private readonly List<RefusedFile> _refused = [];
    private readonly SortedDictionary<string, PartStatistics> _parts = new(StringComparer.Ordinal);

    /// <summary>Images with their labels, in the order in which they came.</summary>
    public IReadOnlyList<ImportedFile> Files => _files;

    /// <summary>Images that stay out.</summary>
    public IReadOnlyList<RefusedFile> Refused => _refused;

    /// <summary>What is in each part.</summary>
    public IReadOnlyCollection<PartStatistics> Parts => _parts.Values;

    /// <summary>Draws them.</summary>
    /// <param name="items">What to draw.</param>
    /// <param name="drawn">Told of each label.</param>
    /// <param name="cancellation">Stops.</param>
    /// <exception cref="DatasetException">The list of classes is at fault.</exception>
    public void Run(IReadOnlyList<ImportItem> items, Action<ImportItem, LabelMap> drawn, CancellationToken cancellation)
    {
        var converter = new LabelConverter(binding, ImageLimits.Default);
        var owners = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (item, name) in items.Zip(ImportNames.Of(items)))
        {
            cancellation.ThrowIfCancellationRequested();
            var converted = converter.Convert(item);
            if (converted.Labels is not { } labels)
            {
                _refused.Add(new RefusedFile(converted.Fault!.Path, converted.Fault.Reason, converted.Fault.Message));
            }
            else if (!owners.TryAdd(name, item.ImagePath))
            {
                _refused.Add(new RefusedFile(item.ImagePath, "sameName", $"the name is taken by {owners[name]}"));
            }
            else
            {
                Keep(item, name, labels);
                drawn(item, labels);
            }
        }
    }

    private void Keep(ImportItem item, string name, LabelMap labels)
    {
        var path = Path.Combine(folder, name + ".png");
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, LabelPng.Write(labels));
        _files.Add(new ImportedFile(item, name, path));
        if (!_parts.TryGetValue(item.Split, out var part))
        {
            _parts[item.Split] = part = new PartStatistics(item.Split, binding.Classes);
        }

        part.Labels.Add(labels, item.ImagePath);
    }
}
