namespace Prcl.Images.Datasets;

/// <summary>Colours for classes that come without: those of PASCAL VOC, which give each number of 24 bits a colour of its own.</summary>
public static class ClassColours
{
    /// <summary>The colour of a class's number.</summary>
    public static RgbColor Of(int number)
    {
        var (red, green, blue) = (0, 0, 0);
        for (var bit = 7; bit >= 0; bit--, number >>= 3)
        {
            red |= (number & 1) << bit;
            green |= ((number >> 1) & 1) << bit;
            blue |= ((number >> 2) & 1) << bit;
        }

        return new RgbColor((byte)red, (byte)green, (byte)blue);
    }
}
