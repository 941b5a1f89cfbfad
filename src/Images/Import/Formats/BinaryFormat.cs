using Prcl.Images.Import.Drawing;

namespace Prcl.Images.Import.Formats;

/// <summary>Masks of black and one other number, mostly 255: the classes 0 and 1.</summary>
internal sealed class BinaryFormat : ImportFormat
{
    /// <inheritdoc/>
    public override string Name => "binary";

    /// <inheritdoc/>
    public override string Description => "black masks with one other colour: classes 0 and 1";

    private protected override void Read(ImportFolder folder, ImportOptions options, ImportBuilder builder) =>
        PairedMasks.Add(folder, options, builder, png => new BinaryDrawing(png));
}
