using Prcl.Images.Datasets;

namespace Prcl.Silo.Experiments.Splits;

/// <summary>The 19 classes of Cityscapes that are trained on, and what the ids of its label files become.</summary>
internal static class CityscapesClasses
{
    private const string AllIds = "labelIds";

    private static readonly (string Name, int Id, RgbColor Colour)[] Trained =
    [
        ("road", 7, new(128, 64, 128)), ("sidewalk", 8, new(244, 35, 232)), ("building", 11, new(70, 70, 70)), ("wall", 12, new(102, 102, 156)),
        ("fence", 13, new(190, 153, 153)), ("pole", 17, new(153, 153, 153)), ("traffic light", 19, new(250, 170, 30)), ("traffic sign", 20, new(220, 220, 0)),
        ("vegetation", 21, new(107, 142, 35)), ("terrain", 22, new(152, 251, 152)), ("sky", 23, new(70, 130, 180)), ("person", 24, new(220, 20, 60)),
        ("rider", 25, new(255, 0, 0)), ("car", 26, new(0, 0, 142)), ("truck", 27, new(0, 0, 70)), ("bus", 28, new(0, 60, 100)), ("train", 31, new(0, 80, 100)),
        ("motorcycle", 32, new(0, 0, 230)), ("bicycle", 33, new(119, 11, 32)),
    ];

    private static readonly ushort[] TrainIds =
    [
        .. Enumerable.Range(0, Trained.Max(c => c.Id) + 1).Select(id => Array.FindIndex(Trained, c => c.Id == id)).Select(k => (ushort)(k < 0 ? ClassList.DefaultIgnore : k)),
    ];

    /// <summary>The classes, in the order of their training ids; all else is ignored.</summary>
    public static ClassList List { get; } = new([.. Trained.Select(c => new ClassInfo(c.Name, c.Colour))]);

    /// <summary>What the ids of a label file become; null where they are training ids already.</summary>
    /// <param name="path">The file: its name says which ids it has.</param>
    public static IReadOnlyList<ushort>? IdsOf(string path) => Path.GetFileNameWithoutExtension(path).EndsWith(AllIds, StringComparison.OrdinalIgnoreCase) ? TrainIds : null;
}
