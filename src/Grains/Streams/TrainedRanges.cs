namespace Prcl.Grains.Streams;

/// <summary>Trained images in the order of training as ranges, so that a stream's state doesn't grow with its images.</summary>
internal static class TrainedRanges
{
    /// <summary>Ranges that are kept at most.</summary>
    public const int Capacity = 1024;

    /// <summary>Appends ranges, joining neighbours.</summary>
    public static void Append(List<long> trained, long[] ranges)
    {
        for (var i = 0; i + 1 < ranges.Length; i += 2)
        {
            if (trained.Count > 0 && trained[^1] + 1 == ranges[i])
            {
                trained[^1] = ranges[i + 1];
            }
            else
            {
                trained.AddRange([ranges[i], ranges[i + 1]]);
            }
        }
    }
}
