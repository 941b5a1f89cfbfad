using Prcl.Images.Datasets;
using Prcl.Images.Files;

namespace Prcl.Learning.Datasets;

/// <summary>A data set of several domains: <c>classes.json</c>, optionally <c>stream.json</c>, and one folder a domain.</summary>
public sealed class DomainSet
{
    /// <summary>The file that names the classes.</summary>
    public const string ClassFile = "classes.json";

    private DomainSet(ClassList classes, IReadOnlyList<FolderDataset> domains, bool isOrderGiven, IReadOnlyList<string> notes) =>
        (Classes, Domains, IsOrderGiven, Notes) = (classes, domains, isOrderGiven, notes);

    /// <summary>The classes that all domains share.</summary>
    public ClassList Classes { get; }

    /// <summary>The domains, in the given order or else in ordinal order of their names.</summary>
    public IReadOnlyList<FolderDataset> Domains { get; }

    /// <summary>Whether the caller or <c>stream.json</c> said which domains there are and in which order.</summary>
    public bool IsOrderGiven { get; }

    /// <summary>How many images have a label, for people: <c>120 of 200 images with a label</c>.</summary>
    public string LabelCount => $"{Domains.Sum(domain => domain.Items.Count(item => item.LabelPath is not null))} of {Domains.Sum(domain => domain.Items.Count)} images with a label";

    /// <summary>What was decided, what was left out and why, for people.</summary>
    public IReadOnlyList<string> Notes { get; }

    /// <summary>
    /// Opens the domains under a root. Which ones, and in which order: <paramref name="names"/>, else <c>stream.json</c>, else every folder
    /// that holds <c>images/</c> or another layout that <see cref="DatasetLayouts"/> knows, without those that <see cref="NearDuplicates"/> finds to be part of another (each with a note).
    /// </summary>
    /// <param name="root">The folder that holds <c>classes.json</c>.</param>
    /// <param name="names">The domains in order, or null.</param>
    /// <param name="requireLabels">Whether every image must have a label.</param>
    /// <param name="limits">Limits for files; <see cref="ImageLimits.Default"/> when null.</param>
    /// <exception cref="DatasetException">A file or folder is missing or breaks a rule; names it and the reason.</exception>
    public static DomainSet Open(string root, IReadOnlyList<string>? names = null, bool requireLabels = true, ImageLimits? limits = null)
    {
        var classes = ClassList.Read(Path.Combine(root, ClassFile));
        var given = names ?? StreamFile.Read(root);
        if (given is not null && (given.Count == 0 || given.Distinct(StringComparer.Ordinal).Count() != given.Count))
        {
            throw new DatasetException(root, $"the list of domains ({string.Join(", ", given)}) must name at least one, and none twice");
        }

        FolderDataset[] domains = [.. (given ?? FindFolders(root)).Select(name => OpenDomain(root, name, classes, requireLabels, limits))];
        if (given is not null)
        {
            return new DomainSet(classes, domains, isOrderGiven: true, NotesOn(classes, domains));
        }

        var duplicates = NearDuplicates.Find(domains);
        return new DomainSet(
            classes,
            [.. domains.Where(domain => !duplicates.ContainsKey(domain.Name))],
            isOrderGiven: false,
            [.. NotesOn(classes, domains), .. duplicates.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => pair.Value)]);
    }

    private static string[] NotesOn(ClassList classes, FolderDataset[] domains) => [.. classes.Notes, .. domains.SelectMany(domain => domain.Notes)];

    private static FolderDataset OpenDomain(string root, string name, ClassList classes, bool requireLabels, ImageLimits? limits) =>
        name.Length > 0 && name == Path.GetFileName(name) && name is not ("." or "..")
            ? FolderDataset.Open(Path.Combine(root, name), classes, requireLabels, limits)
            : throw new DatasetException(root, $"'{name}' is no name of a folder");

    private static string[] FindFolders(string root)
    {
        string[] names =
        [
            .. Directory.EnumerateDirectories(root)
                .Where(folder => DatasetLayouts.Recognise(folder) is { IsFlat: false })
                .Select(folder => Path.GetFileName(folder))
                .Order(StringComparer.Ordinal),
        ];
        return names.Length > 0 ? names : throw new DatasetException(root, $"no folder below it holds {DatasetLayouts.ImageFolder}/");
    }
}
