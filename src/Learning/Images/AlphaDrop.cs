using System.Runtime.Intrinsics;

namespace Prcl.Learning.Images;

/// <summary>Four bytes a pixel become three: what a codec writes becomes what an image holds.</summary>
internal static class AlphaDrop
{
    private const int PixelsAtOnce = 4;

    /// <summary>Copies R, G and B of each pixel and leaves out A.</summary>
    /// <param name="rgba">4 bytes a pixel.</param>
    /// <param name="rgb">3 bytes a pixel, of as many pixels.</param>
    public static void Copy(ReadOnlySpan<byte> rgba, Span<byte> rgb)
    {
        var pixels = rgba.Length / 4;
        var done = 0;
        if (Vector128.IsHardwareAccelerated)
        {
            // A store is 16 bytes of which 12 count; the next one, or the loop below, overwrites the rest.
            for (; 3 * done + Vector128<byte>.Count <= 3 * pixels; done += PixelsAtOnce)
            {
                var four = Vector128.Create(rgba.Slice(4 * done, Vector128<byte>.Count));
                Vector128.Shuffle(four, Vector128.Create((byte)0, 1, 2, 4, 5, 6, 8, 9, 10, 12, 13, 14, 3, 7, 11, 15)).CopyTo(rgb[(3 * done)..]);
            }
        }

        for (; done < pixels; done++)
        {
            (rgb[3 * done], rgb[3 * done + 1], rgb[3 * done + 2]) = (rgba[4 * done], rgba[4 * done + 1], rgba[4 * done + 2]);
        }
    }
}
