using System.Globalization;

namespace Prcl.Grains.Streams;

/// <summary>Which partition an image belongs to: a function of its hash, so a repeat finds the same log.</summary>
public static class Partitioning
{
    /// <summary>The partition of an image.</summary>
    /// <param name="sha256">64 hex digits.</param>
    /// <param name="partitions">How many partitions the run has.</param>
    public static int Of(string sha256, int partitions) =>
        sha256.Length >= 8 && uint.TryParse(sha256.AsSpan(0, 8), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var prefix)
            ? (int)(prefix % (uint)partitions)
            : 0;
}
