using Prcl.Images.Datasets;
using Prcl.Learning.Datasets;
using Prcl.Silo.Experiments.Protocols;

namespace Prcl.Silo.Experiments.Frames;

/// <summary>An experiment's frames from folders.</summary>
internal static class FolderFrames
{
    /// <summary>Lists a protocol's domains under a root with <c>classes.json</c>. Reads no pixel.</summary>
    /// <exception cref="DatasetException">A file or folder is missing or breaks a rule; names it and the reason.</exception>
    public static FrameSet Open(Protocol protocol, string root)
    {
        RequireFolder(root);
        var set = DomainSet.Open(root, protocol.Domains, requireLabels: false);
        return new FrameSet(set.Classes, [.. set.Domains.Select(d => FrameDomain.Divide(d.Name, [.. d.Items.Select(i => Of(d, i))], protocol))], [])
        {
            Notes = [set.LabelCount, .. set.Notes],
        };
    }

    /// <summary>Lists a folder with <c>images/</c> and <c>labels/</c> that is looked at only at the end.</summary>
    /// <exception cref="DatasetException">A file or folder is missing or breaks a rule; names it and the reason.</exception>
    public static FrameDomain OpenUnseen(string path, ClassList classes)
    {
        RequireFolder(path);
        var domain = FolderDataset.Open(path, classes, requireLabels: true);
        return new FrameDomain(domain.Name, [], [.. domain.Items.Select(i => Of(domain, i))]);
    }

    private static Frame Of(FolderDataset domain, DatasetItem item) =>
        new(domain.Name, item.ImagePath, () => domain.LoadImage(item), item.LabelPath is null ? null : () => domain.LoadLabel(item));

    internal static void RequireFolder(string path)
    {
        if (!Directory.Exists(path))
        {
            throw new DatasetException(Path.GetFullPath(path), "the folder does not exist");
        }
    }
}
