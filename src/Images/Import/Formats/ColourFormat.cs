using Prcl.Images.Import.Drawing;

namespace Prcl.Images.Import.Formats;

/// <summary>Masks in the colours of the list of classes, like CamVid's.</summary>
internal sealed class ColourFormat : ImportFormat
{
    /// <inheritdoc/>
    public override string Name => "colour";

    /// <inheritdoc/>
    public override string Description => "masks in the colours of the list of classes";

    private protected override void Read(ImportFolder folder, ImportOptions options, ImportBuilder builder) =>
        PairedMasks.Add(folder, options, builder, png => new ColourDrawing(png, null, options.NearestColour));
}
