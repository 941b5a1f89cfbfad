using Prcl.Images.Datasets;
using Prcl.Images.Files;

namespace Prcl.Images.Import.Drawing;

/// <summary>A mask whose colours stand for classes.</summary>
/// <param name="png">The file.</param>
/// <param name="table">The colours; null: those of the list of classes.</param>
/// <param name="farthest">How far a colour may be from its class's, as the distance in RGB; 0 for exact ones.</param>
internal sealed class ColourDrawing(string png, ColourTable? table, double farthest) : LabelDrawing
{
    private const int MostUnknown = 256;

    /// <inheritdoc/>
    public override IEnumerable<SourceClass> Classes => [.. Read().Colours.Distinct().Order().Take(MostUnknown + 1).Select(Named)];

    /// <inheritdoc/>
    public override LabelMap Draw(ImageHeader image, ClassBinding binding)
    {
        var map = Read();
        var colours = table ?? ColourTable.Of(binding.Classes);
        var known = new Dictionary<uint, ushort>();
        var unknown = 0;
        var ids = new ushort[map.Colours.Length];
        for (var i = 0; i < ids.Length; i++)
        {
            if (!known.TryGetValue(map.Colours[i], out ids[i]))
            {
                var found = colours.Find(map.Colours[i], farthest);
                unknown += found is null ? 1 : 0;
                if (unknown > MostUnknown)
                {
                    throw new AnnotationException($"column {i % map.Width}, row {i / map.Width}", $"more than {MostUnknown} colours that no class has: this is no mask, or one that was blurred or compressed");
                }

                known[map.Colours[i]] = ids[i] = binding.IdOf(found ?? Named(map.Colours[i]), found is null ? colours.Hint(map.Colours[i]) : null);
            }
        }

        return new LabelMap(map.Width, map.Height, ids);
    }

    private ColourPixels Read()
    {
        var read = ColourPng.Read(ImportFolder.Bytes(png), ImageLimits.Default);
        return read.IsAccepted ? read.Map : throw new AnnotationException("", read.Message);
    }

    private SourceClass Named(uint colour) => table?.Find(colour, farthest)
        ?? new SourceClass(ColourPixels.Hex(colour), new RgbColor((byte)(colour >> 16), (byte)(colour >> 8), (byte)colour));
}
