namespace Prcl.Grains.Rounds;

/// <summary>Sequence numbers as inclusive ranges: from, to, from, to… Images are mostly trained in order, so the list stays short.</summary>
public static class SequenceRanges
{
    /// <summary>Packs numbers, in any order, repeats allowed.</summary>
    public static long[] Pack(IEnumerable<long> sequences)
    {
        var ranges = new List<long>();
        foreach (var sequence in sequences.Order())
        {
            if (ranges.Count > 0 && sequence <= ranges[^1] + 1)
            {
                ranges[^1] = sequence;
            }
            else
            {
                ranges.AddRange([sequence, sequence]);
            }
        }

        return [.. ranges];
    }

    /// <summary>The numbers, ascending within each range.</summary>
    public static IEnumerable<long> Unpack(long[] ranges)
    {
        for (var i = 0; i + 1 < ranges.Length; i += 2)
        {
            for (var sequence = ranges[i]; sequence <= ranges[i + 1]; sequence++)
            {
                yield return sequence;
            }
        }
    }
}
