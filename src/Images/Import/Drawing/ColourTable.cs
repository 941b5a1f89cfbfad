using Prcl.Images.Datasets;
using Prcl.Images.Files;

namespace Prcl.Images.Import.Drawing;

/// <summary>Which colour stands for which class.</summary>
/// <param name="entries">Classes with a colour, no two with the same.</param>
internal sealed class ColourTable(IReadOnlyList<SourceClass> entries)
{
    /// <summary>The table of a list of classes.</summary>
    /// <exception cref="DatasetException">Two classes have one colour.</exception>
    public static ColourTable Of(ClassList classes) => classes.Notes is [var note, ..]
        ? throw new DatasetException("the list of classes", note)
        : new ColourTable([.. classes.Classes.Select(entry => new SourceClass(entry.Name, entry.Color))]);

    /// <summary>The class of a colour, or the nearest one's within a distance; null when none or two are as near.</summary>
    public SourceClass? Find(uint colour, double farthest)
    {
        var limit = farthest * farthest;
        (SourceClass? found, var least, var isTie) = (null, double.PositiveInfinity, false);
        foreach (var entry in entries)
        {
            var distance = Square(entry.Color!.Value, colour);
            isTie = distance < least ? false : isTie || distance == least;
            (found, least) = distance < least ? (entry, distance) : (found, least);
        }

        return least <= limit && !isTie ? found : null;
    }

    /// <summary>What is nearest to a colour that no class has, for people.</summary>
    public string Hint(uint colour)
    {
        var nearest = entries.MinBy(entry => Square(entry.Color!.Value, colour))!;
        return FormattableString.Invariant($"nearest is '{nearest.Name}' {ColourPixels.Hex(Packed(nearest.Color!.Value))}, {Math.Sqrt(Square(nearest.Color!.Value, colour)):0.#} away");
    }

    private static uint Packed(RgbColor colour) => (uint)((colour.Red << 16) | (colour.Green << 8) | colour.Blue);

    private static double Square(RgbColor a, uint b)
    {
        var (red, green, blue) = (a.Red - (int)(b >> 16), a.Green - (int)((b >> 8) & 255), a.Blue - (int)(b & 255));
        return red * red + green * green + blue * blue;
    }
}
