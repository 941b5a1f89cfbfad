using Prcl.Images.Datasets;
using Prcl.Images.Import.Drawing;

namespace Prcl.Images.Import.Formats;

/// <summary>Cityscapes: <c>leftImg8bit/</c> and <c>gtFine/</c>, from labelTrainIds or labelIds to the 19 classes that are measured; others are ignored unless the list has them.</summary>
internal sealed class CityscapesFormat : ImportFormat
{
    private const int Void = 255;
    private static RgbColor None => new(0, 0, 0);

    // By id; those without a number to train with are void.
    private static readonly (string Name, int TrainId, RgbColor Color)[] Ids =
    [
        ("unlabeled", -1, None), ("ego vehicle", -1, None), ("rectification border", -1, None), ("out of roi", -1, None), ("static", -1, None), ("dynamic", -1, new(111, 74, 0)),
        ("ground", -1, new(81, 0, 81)), ("road", 0, new(128, 64, 128)), ("sidewalk", 1, new(244, 35, 232)), ("parking", -1, new(250, 170, 160)),
        ("rail track", -1, new(230, 150, 140)), ("building", 2, new(70, 70, 70)), ("wall", 3, new(102, 102, 156)), ("fence", 4, new(190, 153, 153)),
        ("guard rail", -1, new(180, 165, 180)), ("bridge", -1, new(150, 100, 100)), ("tunnel", -1, new(150, 120, 90)), ("pole", 5, new(153, 153, 153)),
        ("polegroup", -1, new(153, 153, 153)), ("traffic light", 6, new(250, 170, 30)), ("traffic sign", 7, new(220, 220, 0)), ("vegetation", 8, new(107, 142, 35)),
        ("terrain", 9, new(152, 251, 152)), ("sky", 10, new(70, 130, 180)), ("person", 11, new(220, 20, 60)), ("rider", 12, new(255, 0, 0)), ("car", 13, new(0, 0, 142)),
        ("truck", 14, new(0, 0, 70)), ("bus", 15, new(0, 60, 100)), ("caravan", -1, new(0, 0, 90)), ("trailer", -1, new(0, 0, 110)), ("train", 16, new(0, 80, 100)),
        ("motorcycle", 17, new(0, 0, 230)), ("bicycle", 18, new(119, 11, 32)),
    ];

    private static readonly SourceClass[] ById = [.. Ids.Select(entry => new SourceClass(entry.Name, entry.Color, IsVoid: entry.TrainId < 0))];
    private static readonly SourceClass[] ByTrainId = [.. Ids.Index().Where(entry => entry.Item.TrainId >= 0).OrderBy(entry => entry.Item.TrainId).Select(entry => ById[entry.Index])];
    private static readonly SourceClass VoidClass = new("unlabeled", IsVoid: true);

    /// <inheritdoc/>
    public override string Name => "cityscapes";

    /// <inheritdoc/>
    public override string Description => "Cityscapes: labelTrainIds or labelIds, 19 classes";

    private protected override void Read(ImportFolder folder, ImportOptions options, ImportBuilder builder)
    {
        foreach (var entry in ByTrainId)
        {
            builder.Class(entry);
        }

        PairedMasks.Add(folder, options, builder, png => new NumberDrawing(
            png, Path.GetFileNameWithoutExtension(png).EndsWith("labelIds", StringComparison.OrdinalIgnoreCase) ? OfId : OfTrainId));
    }

    private static SourceClass? OfId(int number) => number == Void ? VoidClass : number < ById.Length ? ById[number] : null;

    private static SourceClass? OfTrainId(int number) => number == Void ? VoidClass : number < ByTrainId.Length ? ByTrainId[number] : null;
}
