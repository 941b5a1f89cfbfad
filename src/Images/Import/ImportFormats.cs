using Prcl.Images.Import.Formats;

namespace Prcl.Images.Import;

/// <summary>The forms of labels that are read.</summary>
public static class ImportFormats
{
    /// <summary>All of them, by name.</summary>
    public static IReadOnlyList<ImportFormat> All { get; } =
    [
        new BinaryFormat(), new CityscapesFormat(), new CocoFormat(), new ColourFormat(), new CvatFormat(), new LabelStudioFormat(), new LabelmeFormat(), new MmsegFormat(),
        new VocFormat(), new YoloFormat(),
    ];

    /// <summary>The form of a name, or null.</summary>
    public static ImportFormat? Of(string name) => All.FirstOrDefault(format => format.Name == name);
}
