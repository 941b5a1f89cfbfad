using Prcl.Images.Files;

namespace Prcl.Images.Import.Drawing;

/// <summary>A mask of black and one other colour: class 0 and class 1.</summary>
/// <param name="png">The file.</param>
internal sealed class BinaryDrawing(string png) : LabelDrawing
{
    private static readonly SourceClass[] Both = [new("0", Id: 0), new("1", Id: 1)];

    /// <inheritdoc/>
    public override IEnumerable<SourceClass> Classes => Both;

    /// <inheritdoc/>
    public override bool KnowsClasses => true;

    /// <inheritdoc/>
    public override LabelMap Draw(ImageHeader image, ClassBinding binding)
    {
        var read = ColourPng.Read(ImportFolder.Bytes(png), ImageLimits.Default);
        if (!read.IsAccepted)
        {
            throw new AnnotationException("", read.Message);
        }

        var colours = read.Map.Colours;
        uint[] others = [.. colours.Where(colour => colour != 0).Distinct().Take(2)];
        if (others.Length > 1)
        {
            throw new AnnotationException("", $"a binary mask is black and one other colour, and this one has {ColourPixels.Hex(others[0])} and {ColourPixels.Hex(others[1])}");
        }

        var (outside, inside) = (binding.IdOf(Both[0]), binding.IdOf(Both[1]));
        return new LabelMap(read.Map.Width, read.Map.Height, Array.ConvertAll(colours, colour => colour == 0 ? outside : inside));
    }
}
