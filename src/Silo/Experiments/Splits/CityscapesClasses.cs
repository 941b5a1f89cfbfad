using Prcl.Images.Datasets;
using Prcl.Images.Datasets.Published;

namespace Prcl.Silo.Experiments.Splits;

/// <summary>The 19 classes of Cityscapes that are trained on, and what the ids of its label files become.</summary>
internal static class CityscapesClasses
{
    private static readonly ushort[] TrainIds = [.. Cityscapes.ById.Select(label => label.TrainId < 0 ? (ushort)ClassList.DefaultIgnore : (ushort)label.TrainId)];

    /// <summary>The classes, in the order of their training ids; all else is ignored.</summary>
    public static ClassList List { get; } = new([.. Cityscapes.ByTrainId.Select(label => new ClassInfo(label.Name, label.Color))]);

    /// <summary>What the ids of a label file become; null where they are training ids already.</summary>
    /// <param name="path">The file: its name says which ids it has.</param>
    public static IReadOnlyList<ushort>? IdsOf(string path) => Cityscapes.HasIds(path) ? TrainIds : null;
}
