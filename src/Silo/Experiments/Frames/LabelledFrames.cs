using Prcl.Learning.Datasets;
using Prcl.Learning.Randomness;
using Prcl.Silo.Experiments.Protocols;

namespace Prcl.Silo.Experiments.Frames;

/// <summary>Chooses the labelled frames, so that pairs of runs may vary them together with the seed.</summary>
internal static class LabelledFrames
{
    private const long LabelledKey = 0x4C4142454C;

    /// <summary>Indices of the labelled frames, ascending.</summary>
    /// <param name="streamed">Frames to choose from.</param>
    /// <param name="count">How many to choose, at most <paramref name="streamed"/>.</param>
    /// <param name="choice">How.</param>
    /// <param name="seed">The run's seed.</param>
    public static IReadOnlyList<int> Indices(int streamed, int count, LabelledChoice choice, long seed)
    {
        if (choice == LabelledChoice.Even || seed == 0)
        {
            return StreamSplit.LabelledIndices(streamed, count);
        }

        var key = RandomKey.FromSeed(seed).With(LabelledKey);
        return [.. Enumerable.Range(0, count).Select(i => Drawn(i * streamed / count, (i + 1) * streamed / count, key.With(i)))];
    }

    private static int Drawn(int begin, int end, RandomKey key) => begin + key.ToRandom().Next(end - begin);
}
