using Prcl.Images.Datasets.Published;
using Prcl.Images.Import.Drawing;

namespace Prcl.Images.Import.Formats;

/// <summary>Cityscapes: <c>leftImg8bit/</c> and <c>gtFine/</c>, from labelTrainIds or labelIds to the 19 classes that are measured; others are ignored unless the list has them.</summary>
internal sealed class CityscapesFormat : ImportFormat
{
    private const int Void = 255;
    private static readonly SourceClass[] ById = [.. Cityscapes.ById.Select(label => new SourceClass(label.Name, label.Color, IsVoid: label.TrainId < 0))];
    private static readonly SourceClass[] ByTrainId = [.. Cityscapes.ByTrainId.Select(label => Array.Find(ById, known => known.Name == label.Name)!)];
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
            png, Cityscapes.HasIds(png) ? OfId : OfTrainId));
    }

    private static SourceClass? OfId(int number) => number == Void ? VoidClass : number < ById.Length ? ById[number] : null;

    private static SourceClass? OfTrainId(int number) => number == Void ? VoidClass : number < ByTrainId.Length ? ByTrainId[number] : null;
}
