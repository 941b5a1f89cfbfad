using System.Numerics;
using System.Runtime.InteropServices;

namespace Prcl.Learning.Augmentation;

/// <summary>The three planes of an image, changed a vector of pixels at a time.</summary>
internal readonly ref struct ColourPlanes
{
    /// <summary>Weights of R, G and B in grey, as in torchvision (ITU-R 601).</summary>
    public const float GreyRed = 0.2989f, GreyGreen = 0.587f, GreyBlue = 0.114f;

    private readonly Span<float> _red, _green, _blue;

    /// <summary>Wraps [3, H, W] planar values.</summary>
    public ColourPlanes(Span<float> image)
    {
        var pixels = image.Length / 3;
        _red = image[..pixels];
        _green = image.Slice(pixels, pixels);
        _blue = image[(2 * pixels)..];
    }

    /// <summary>The mean grey of all pixels, summed in double in row order, so that it doesn't depend on the vector width.</summary>
    public float MeanGrey()
    {
        double red = 0, green = 0, blue = 0;
        for (var i = 0; i < _red.Length; i++)
        {
            red += _red[i];
            green += _green[i];
            blue += _blue[i];
        }

        return (float)((GreyRed * red + GreyGreen * green + GreyBlue * blue) / _red.Length);
    }

    /// <summary>Maps every pixel.</summary>
    public void Map<TKernel>(TKernel kernel)
        where TKernel : struct, IColourKernel
    {
        var reds = MemoryMarshal.Cast<float, Vector<float>>(_red);
        var greens = MemoryMarshal.Cast<float, Vector<float>>(_green);
        var blues = MemoryMarshal.Cast<float, Vector<float>>(_blue);
        for (var i = 0; i < reds.Length; i++)
        {
            kernel.Map(ref reds[i], ref greens[i], ref blues[i]);
        }

        // The last pixels ride in a vector filled up with black.
        var done = reds.Length * Vector<float>.Count;
        var (red, green, blue) = (Last(_red[done..]), Last(_green[done..]), Last(_blue[done..]));
        kernel.Map(ref red, ref green, ref blue);
        for (var i = done; i < _red.Length; i++)
        {
            (_red[i], _green[i], _blue[i]) = (red[i - done], green[i - done], blue[i - done]);
        }
    }

    private static Vector<float> Last(ReadOnlySpan<float> values)
    {
        Span<float> filled = stackalloc float[Vector<float>.Count];
        filled.Clear();
        values.CopyTo(filled);
        return new Vector<float>(filled);
    }
}
