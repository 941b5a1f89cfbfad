using Prcl.Images.Datasets;
using Prcl.Learning.Datasets;
using Prcl.Silo.Experiments.Frames;
using Prcl.Silo.Experiments.Protocols;

namespace Prcl.Silo.Experiments.Splits;

/// <summary>An experiment's frames from one data set whose lists say what each image is for.</summary>
internal static class SplitFrames
{
    /// <summary>Lists a protocol's images. Reads no pixel.</summary>
    /// <param name="protocol">With one domain.</param>
    /// <param name="splits">Its lists.</param>
    /// <param name="root">The data set's folder, of any layout that is known.</param>
    /// <exception cref="DatasetException">A file or folder is missing or breaks a rule, or an image is both learned from and measured on; names it and the reason.</exception>
    public static FrameSet Open(Protocol protocol, SplitProtocol splits, string root)
    {
        FolderFrames.RequireFolder(root);
        var classes = ClassesOf(splits.Format, root);
        var set = FolderDataset.Open(root, classes, requireLabels: false, idsOf: splits.Format == SplitFormat.Cityscapes ? CityscapesClasses.IdsOf : null);
        var lists = new SplitList(set.FullPath, set.Items);
        var labelled = WithLabels("labelled", lists.Read("labelled", splits.Labelled));
        var streamed = splits.Unlabelled.Length == 0 ? labelled : [.. labelled.Concat(lists.Read("unlabelled", splits.Unlabelled)).Distinct()];
        var evaluation = WithLabels("evaluation", lists.Read("evaluation", splits.Evaluation));
        if (evaluation.Intersect(streamed).FirstOrDefault() is { } both)
        {
            throw new DatasetException(both.ImagePath, "the image is in the list for evaluation and in one that is learned from");
        }

        var name = protocol.Domains[0];
        var frames = streamed.ToDictionary(item => item, item => Of(set, item, name));
        var domain = new FrameDomain(name, [.. streamed.Select(item => frames[item])], [.. evaluation.Select(item => Of(set, item, name))])
        {
            Labelled = [.. labelled.Select(item => frames[item])],
        };
        return new FrameSet(classes, [domain], [])
        {
            Notes = [$"{labelled.Count} images with a label, {streamed.Count} that stream in, {evaluation.Count} to measure on, of {set.Items.Count}", .. classes.Notes, .. set.Notes],
        };
    }

    private static ClassList ClassesOf(SplitFormat format, string root)
    {
        var file = Path.Combine(root, DomainSet.ClassFile);
        return format == SplitFormat.ClassIds || File.Exists(file) ? ClassList.Read(file)
            : format == SplitFormat.Voc ? VocClasses.List
            : CityscapesClasses.List;
    }

    private static IReadOnlyList<DatasetItem> WithLabels(string member, IReadOnlyList<DatasetItem> items) =>
        items.FirstOrDefault(item => item.LabelPath is null) is { } bare
            ? throw new DatasetException(bare.ImagePath, $"the image is in the list splits.{member} but has no label")
            : items;

    private static Frame Of(FolderDataset set, DatasetItem item, string domain) =>
        new(domain, item.ImagePath, () => set.LoadImage(item), item.LabelPath is null ? null : () => set.LoadLabel(item));
}
