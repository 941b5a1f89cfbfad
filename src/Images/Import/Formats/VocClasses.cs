using Prcl.Images.Datasets;
using Prcl.Images.Datasets.Published;
using Prcl.Images.Import.Annotations;
using Prcl.Images.Import.Drawing;

namespace Prcl.Images.Import.Formats;

/// <summary>The classes of PASCAL VOC, or of a <c>labelmap.txt</c>.</summary>
internal static class VocClasses
{
    /// <summary>The number of the borders between objects, which don't count.</summary>
    public const int Void = 255;

    /// <summary>Pixels that don't count.</summary>
    public static readonly SourceClass VoidClass = new("void", ClassColours.Of(Void), IsVoid: true);

    /// <summary>VOC's own, by number.</summary>
    public static SourceClass[] Own { get; } = [.. PascalVoc.Classes.Select(known => new SourceClass(known.Name, known.Color))];

    /// <summary>The lines <c>name:r,g,b:parts:actions</c> of a labelmap.txt.</summary>
    /// <exception cref="AnnotationException">A line is none such, or two classes have one name or colour.</exception>
    public static SourceClass[] OfLabelMap(string file)
    {
        var classes = new List<SourceClass>();
        foreach (var (index, line) in ImportFolder.Lines(file).Index())
        {
            var text = line.Trim();
            if (text.Length == 0 || text[0] == '#')
            {
                continue;
            }

            var place = $"line {index + 1}";
            var parts = text.Split(':');
            if (parts.Length is < 2 or > 4 || parts[0].Trim().Length == 0 || parts[1].Split(',') is not [var red, var green, var blue])
            {
                throw new AnnotationException(place, $"'{text}' isn't name:red,green,blue:parts:actions");
            }

            var colour = new RgbColor((byte)DecimalText.Whole(red, 0, 255, place), (byte)DecimalText.Whole(green, 0, 255, place), (byte)DecimalText.Whole(blue, 0, 255, place));
            if (classes.Find(known => known.Name == parts[0] || known.Color == colour) is { } same)
            {
                throw new AnnotationException(place, $"'{text}' has the name or the colour of '{same.Name}'");
            }

            classes.Add(new SourceClass(parts[0], colour));
        }

        return classes.Count > 0 ? [.. classes] : throw new AnnotationException("", "there is no class in it");
    }

    /// <summary>How a mask is read: in a label map's colours, or by VOC's numbers where the PNG has numbers.</summary>
    public static LabelDrawing Drawing(string png, ColourTable? labelMap) => labelMap is not null ? new ColourDrawing(png, labelMap, 0)
        : LabelLook.Of(png) ? new NumberDrawing(png, number => number == Void ? VoidClass : number < Own.Length ? Own[number] : null)
        : new ColourDrawing(png, new ColourTable([.. Own, VoidClass]), 0);
}
