namespace Prcl.Learning.Augmentation;

/// <summary>Reflection at the borders, without repeating the border pixel: c b | a b c | b a.</summary>
internal static class Reflection
{
    /// <summary>
    /// The index within [0, <paramref name="length"/>) that <paramref name="position"/> reflects to; it bounces as often as
    /// it must, and a single pixel is simply repeated.
    /// </summary>
    public static int Of(int position, int length)
    {
        if (length == 1)
        {
            return 0;
        }

        var period = 2 * (length - 1);
        var phase = position % period;
        phase = phase < 0 ? phase + period : phase;
        return phase < length ? phase : period - phase;
    }
}
