using Prcl.Images.Datasets;

namespace Prcl.Silo.Experiments.Splits;

/// <summary>The classes of PASCAL VOC 2012, in the order of their ids.</summary>
internal static class VocClasses
{
    private static readonly string[] Names =
    [
        "background", "aeroplane", "bicycle", "bird", "boat", "bottle", "bus", "car", "cat", "chair", "cow", "diningtable", "dog", "horse", "motorbike", "person",
        "pottedplant", "sheep", "sofa", "train", "tvmonitor",
    ];

    /// <summary>Background and 20 classes in the colours of the label files' palette; 255, the border between objects, is ignored.</summary>
    public static ClassList List { get; } = new([.. Names.Select((name, id) => new ClassInfo(name, Colour(id)))]);

    // The development kit's palette: each three bits of the id give the next lower bit of red, green and blue.
    private static RgbColor Colour(int id)
    {
        var (red, green, blue) = (0, 0, 0);
        for (var bit = 7; id > 0; id >>= 3, bit--)
        {
            red |= (id & 1) << bit;
            green |= ((id >> 1) & 1) << bit;
            blue |= ((id >> 2) & 1) << bit;
        }

        return new RgbColor((byte)red, (byte)green, (byte)blue);
    }
}
