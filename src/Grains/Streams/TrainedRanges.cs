namespace Prcl.Grains.Streams;

/// <summary>
/// Trained images in the order of training as ranges, so that a stream's state doesn't grow with its images. Where several
/// trainers tear the order into many ranges, the older ones are joined in the log's order: replay is drawn from the newest.
/// </summary>
internal static class TrainedRanges
{
    /// <summary>The newest ranges, whose order is kept.</summary>
    public const int Capacity = 1024;

    /// <summary>Appends ranges, joining neighbours.</summary>
    public static void Append(List<long> trained, long[] ranges)
    {
        for (var i = 0; i + 1 < ranges.Length; i += 2)
        {
            if (trained.Count > 0 && trained[^1] + 1 == ranges[i])
            {
                trained[^1] = ranges[i + 1];
                continue;
            }

            trained.AddRange([ranges[i], ranges[i + 1]]);
            if (trained.Count >= 4 * Capacity && trained.Count % (2 * Capacity) == 0)
            {
                JoinOlder(trained);
            }
        }
    }

    private static void JoinOlder(List<long> trained)
    {
        var older = trained.Count - 2 * Capacity;
        var joined = new List<long>();
        foreach (var range in trained.Take(older).Chunk(2).OrderBy(r => r[0]))
        {
            if (joined.Count > 0 && range[0] <= joined[^1] + 1)
            {
                joined[^1] = Math.Max(joined[^1], range[1]);
            }
            else
            {
                joined.AddRange(range);
            }
        }

        trained.RemoveRange(0, older);
        trained.InsertRange(0, joined);
    }
}
