namespace Prcl.Images.Import.Formats;

/// <summary>PASCAL VOC: <c>SegmentationClass/</c> beside <c>JPEGImages/</c>, split by <c>ImageSets/Segmentation/*.txt</c>.</summary>
internal sealed class VocFormat : ImportFormat
{
    /// <inheritdoc/>
    public override string Name => "voc";

    /// <inheritdoc/>
    public override string Description => "PASCAL VOC: SegmentationClass/ with the split lists of ImageSets/";

    private protected override void Read(ImportFolder folder, ImportOptions options, ImportBuilder builder) =>
        new VocReader(folder, builder).Read(needsLabelMap: false);
}
