using Prcl.Images.Files;

namespace Prcl.Images.Import.Drawing;

/// <summary>A label PNG whose stored numbers stand for classes.</summary>
/// <param name="png">The file.</param>
/// <param name="classOf">The class of a number; null where there is none.</param>
internal sealed class NumberDrawing(string png, Func<int, SourceClass?> classOf) : LabelDrawing
{
    /// <inheritdoc/>
    public override IEnumerable<SourceClass> Classes => [.. Read().Ids.Distinct().Order().Select(number => classOf(number)).OfType<SourceClass>()];

    /// <inheritdoc/>
    public override LabelMap Draw(ImageHeader image, ClassBinding binding)
    {
        var numbers = Read();
        var known = new int[ushort.MaxValue + 1];
        var ids = new ushort[numbers.Ids.Length];
        for (var i = 0; i < ids.Length; i++)
        {
            ref var id = ref known[numbers.Ids[i]];
            if (id == 0)
            {
                var source = classOf(numbers.Ids[i])
                    ?? throw new AnnotationException($"column {i % numbers.Width}, row {i / numbers.Width}", $"the number {numbers.Ids[i]} stands for no class");
                id = binding.IdOf(source) + 1;
            }

            ids[i] = (ushort)(id - 1);
        }

        return new LabelMap(numbers.Width, numbers.Height, ids);
    }

    private LabelMap Read()
    {
        var read = LabelPng.Read(ImportFolder.Bytes(png), ImageLimits.Default);
        return read.IsAccepted ? read.Labels : throw new AnnotationException("", read.Message);
    }
}
