using System.Globalization;
using Prcl.Images.Import.Drawing;

namespace Prcl.Images.Import.Formats;

/// <summary>MMSegmentation: <c>img_dir/</c> and <c>ann_dir/</c>, or another layout that is known, with PNGs of class numbers; 255 doesn't count.</summary>
internal sealed class MmsegFormat : ImportFormat
{
    private const int Void = 255;

    /// <inheritdoc/>
    public override string Name => "mmseg";

    /// <inheritdoc/>
    public override string Description => "MMSegmentation: PNGs of class numbers, 255 ignored";

    private protected override void Read(ImportFolder folder, ImportOptions options, ImportBuilder builder) =>
        PairedMasks.Add(folder, options, builder, png => new NumberDrawing(png, number => ClassOf(number, options.ReduceZeroLabel)));

    private static SourceClass ClassOf(int number, bool isReduced)
    {
        var isVoid = number == Void || (isReduced && number == 0);
        var id = isReduced ? number - 1 : number;
        return isVoid ? new SourceClass(Text(number), IsVoid: true) : new SourceClass(Text(id), Id: id);
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
