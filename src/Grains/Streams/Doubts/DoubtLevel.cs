namespace Prcl.Grains.Streams.Doubts;

/// <summary>A mean uncertainty as one byte: 0 stands for none known, 1 to 255 for 0 to 1, which is finer than it is steady from one look to the next.</summary>
internal static class DoubtLevel
{
    private const int Steps = byte.MaxValue - 1;

    /// <summary>The level of a mean uncertainty, 0 to 1.</summary>
    public static byte Of(double mean) => (byte)(1 + Math.Round(Steps * Math.Clamp(mean, 0, 1)));

    /// <summary>The mean uncertainty of a level from 1 on.</summary>
    public static double MeanOf(byte level) => (level - 1) / (double)Steps;
}
