using Prcl.Contracts;
using Prcl.Images.Datasets;
using Prcl.Learning.Datasets;

namespace Prcl.Silo.Demo;

/// <summary>The demo's frames from folders.</summary>
internal static class FolderSource
{
    private const int LabelledCount = 15;

    /// <summary>A root with <c>classes.json</c> and one folder a domain, divided by <see cref="StreamSplit"/>. Lists files; reads no pixel.</summary>
    /// <param name="root">The root.</param>
    /// <param name="names">The domains in order; null leaves it to <see cref="DomainSet"/>.</param>
    /// <exception cref="DatasetException">A file or folder is missing or breaks a rule; names it and the reason.</exception>
    public static DemoPlan Open(string root, IReadOnlyList<string>? names)
    {
        RequireFolder(root);
        var set = DomainSet.Open(root, names, requireLabels: false);
        var first = set.IsOrderGiven ? set.Domains[0].Items.Count : set.Domains.Max(d => d.Items.Count);
        var options = new StreamSplitOptions();

        // A folder too small for fifteen labels keeps half of its stream unlabelled.
        options = options with { LabelledCount = Math.Clamp(StreamSplit.CountStreamed(first, options.StreamedShare) / 2, 1, LabelledCount) };
        var split = StreamSplit.Of(set, options);
        return new DemoPlan($"folder {Path.GetFullPath(root)}, {set.LabelCount}", set.Classes, [.. split.Domains.Select(Divide)], set.Notes);
    }

    /// <summary>
    /// A folder with <c>images/</c> and <c>labels/</c> of the same classes, to measure on at the end. Its labels are checked now: a fault
    /// that shows only after training would cost the whole training.
    /// </summary>
    /// <exception cref="DatasetException">A file or folder is missing or breaks a rule; names it and the reason.</exception>
    public static DemoDomain OpenEvaluation(string path, ClassList classes)
    {
        RequireFolder(path);
        var domain = FolderDataset.Open(path, classes, requireLabels: true);
        RequireName(domain);
        foreach (var item in domain.Items)
        {
            domain.LoadLabel(item);
        }

        return new DemoDomain(domain.Name, [], [], [.. domain.Items.Select(i => Frame(domain, i))]);
    }

    private static DemoDomain Divide(DomainSplit split)
    {
        RequireName(split.Domain);
        var labelled = split.Labelled.ToHashSet();
        return new DemoDomain(
            split.Domain.Name,
            [.. split.Labelled.Select(i => Frame(split.Domain, i))],
            [.. split.Streamed.Where(i => !labelled.Contains(i)).Select(i => Frame(split.Domain, i))],
            [.. split.Evaluation.Select(i => Frame(split.Domain, i))]);
    }

    private static DemoFrame Frame(FolderDataset domain, DatasetItem item) => new(
        domain.Name, Path.GetFileName(item.ImagePath), () => Read(item.ImagePath), item.LabelPath is { } label ? () => Read(label) : null);

    private static byte[] Read(string path)
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

    private static void RequireFolder(string path)
    {
        if (!Directory.Exists(path))
        {
            throw new DatasetException(Path.GetFullPath(path), "the folder does not exist");
        }
    }

    private static void RequireName(FolderDataset domain)
    {
        if (!PrclNames.IsName(domain.Name))
        {
            throw new DatasetException(domain.FullPath, $"'{domain.Name}' is no name for a domain: {PrclNames.Rule}");
        }
    }
}
