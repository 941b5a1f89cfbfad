using System.Runtime.InteropServices;

namespace Prcl.Learning.Metrics;

/// <summary>
/// Area under the receiver operating characteristic of a score as a detector of positive pixels (wrong ones, say): the probability that
/// a positive pixel scores higher than a negative one, ties counted half (Mann and Whitney 1947; Fawcett 2006, section 7).
/// Exact: every score is kept, 4 bytes a pixel, and sorted when the value is asked for.
/// </summary>
public sealed class Auroc
{
    private readonly List<float> _positives = [];
    private readonly List<float> _negatives = [];

    /// <summary>Adds the pixels of one frame; leave ignored ones out.</summary>
    /// <param name="score">The detector's score, high where it suspects a positive.</param>
    /// <param name="positive">Whether the pixel is one, the same length.</param>
    /// <exception cref="ArgumentException">Other lengths, or a score that is NaN.</exception>
    public void Add(ReadOnlySpan<float> score, ReadOnlySpan<bool> positive)
    {
        MeasureInput.SameLength(nameof(score), score.Length, nameof(positive), positive.Length);
        for (var i = 0; i < score.Length; i++)
        {
            if (float.IsNaN(score[i]))
            {
                throw new ArgumentException($"The score of pixel {i} is NaN: it has no rank.", nameof(score));
            }

            (positive[i] ? _positives : _negatives).Add(score[i]);
        }
    }

    /// <summary>The area, 0 to 1, 0.5 by chance; NaN while there are only positives, only negatives, or none.</summary>
    public double Value()
    {
        var positives = CollectionsMarshal.AsSpan(_positives);
        var negatives = CollectionsMarshal.AsSpan(_negatives);
        positives.Sort();
        negatives.Sort();
        int below = 0, notAbove = 0;
        var doubledWins = 0L;  // 2 a negative below, 1 a tie: an integer, so no order of addition matters
        foreach (var score in positives)
        {
            while (below < negatives.Length && negatives[below] < score)
            {
                below++;
            }

            while (notAbove < negatives.Length && negatives[notAbove] <= score)
            {
                notAbove++;
            }

            doubledWins += (long)below + notAbove;
        }

        return doubledWins / (2.0 * positives.Length * negatives.Length);
    }
}
