namespace Prcl.Grains.Streams;

/// <summary>
/// Trained images in the order of training as ranges, so that a stream's state doesn't grow with its images. Where several
/// trainers tear the order into many ranges, the older ones are joined in the log's order: replay is drawn from the newest. A range may
/// then reach over images that can't be trained on (deleted, measured with, labelled from the start): what stays between ranges is an image
/// that somebody waits for, or that got its label, or its quarantine, before its turn.
/// </summary>
internal static class TrainedRanges
{
    /// <summary>The newest ranges, whose order is kept.</summary>
    public const int Capacity = 1024;

    /// <summary>Appends ranges, joining neighbours.</summary>
    /// <param name="trained">The ranges so far: from, to, from, to…</param>
    /// <param name="ranges">Those trained on since.</param>
    /// <param name="neverWaits">Whether an image can't be trained on, now and ever.</param>
    /// <param name="kept">Of how many ranges the order is kept.</param>
    public static void Append(List<long> trained, long[] ranges, Predicate<long> neverWaits, int kept = Capacity)
    {
        for (var i = 0; i + 1 < ranges.Length; i += 2)
        {
            if (trained.Count > 0 && trained[^1] + 1 == ranges[i])
            {
                trained[^1] = ranges[i + 1];
                continue;
            }

            trained.AddRange([ranges[i], ranges[i + 1]]);
            if (trained.Count >= 4 * kept && trained.Count % (2 * kept) == 0)
            {
                JoinOlder(trained, neverWaits, kept);
            }
        }
    }

    private static void JoinOlder(List<long> trained, Predicate<long> neverWaits, int kept)
    {
        var older = trained.Count - 2 * kept;
        var joined = new List<long>();
        foreach (var range in trained.Take(older).Chunk(2).OrderBy(r => r[0]))
        {
            if (joined.Count > 0 && IsBridged(joined[^1] + 1, range[0], neverWaits))
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

    private static bool IsBridged(long from, long to, Predicate<long> neverWaits)
    {
        while (from < to && neverWaits(from))
        {
            from++;
        }

        return from >= to;
    }
}
