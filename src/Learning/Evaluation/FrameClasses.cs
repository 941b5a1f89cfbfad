using System.Numerics;

namespace Prcl.Learning.Evaluation;

/// <summary>
/// The likeliest class of each pixel of a frame and its probability, from logits of the size that the network saw: bilinear interpolation
/// (pixel centres at half integers, as <c>interpolate(align_corners=False)</c>) and softmax row by row. The probabilities of all classes at the frame's
/// size, 91 MB for eleven classes of 1920×1080, are never there.
/// </summary>
internal static class FrameClasses
{
    /// <summary>Finds them.</summary>
    /// <param name="logits">[K, h, w], row by row.</param>
    /// <param name="classes">K, at least 1.</param>
    /// <param name="seen">Columns w and rows h that the network saw.</param>
    /// <param name="frame">Columns and rows of the result.</param>
    /// <returns>Class and probability of each pixel, row by row.</returns>
    public static (ushort[] Labels, float[] Confidence) Of(ReadOnlySpan<float> logits, int classes, (int Width, int Height) seen, (int Width, int Height) frame)
    {
        var (labels, confidence) = (new ushort[frame.Width * frame.Height], new float[frame.Width * frame.Height]);
        var columns = Places(seen.Width, frame.Width);
        var rows = Places(seen.Height, frame.Height);
        var width = frame.Width;
        var scores = new float[classes * width];                                             // [K, W]
        var (best, ids) = (new float[width], new int[width]);
        var wide = new[] { new WideRow(classes * width), new WideRow(classes * width) };     // of the seen rows above and below
        for (var y = 0; y < frame.Height; y++)
        {
            var place = rows[y];
            if (wide[1].Row == place.First)
            {
                (wide[0], wide[1]) = (wide[1], wide[0]);
            }

            wide[0].Spread(logits, seen, place.First, columns);
            wide[1].Spread(logits, seen, place.Second, columns);
            Between(wide[0].Scores, wide[1].Scores, place.Share, scores);
            for (var k = 0; k < classes; k++)
            {
                Best(scores.AsSpan(k * width, width), k, best, ids);
            }

            Probability(scores, classes, best, confidence.AsSpan(y * width, width));
            var line = labels.AsSpan(y * width, width);
            for (var x = 0; x < line.Length; x++)
            {
                line[x] = (ushort)ids[x];
            }
        }

        return (labels, confidence);
    }

    private static Place[] Places(int seen, int frame)
    {
        var places = new Place[frame];
        var scale = (float)seen / frame;
        for (var i = 0; i < frame; i++)
        {
            var at = Math.Max(0, (i + 0.5f) * scale - 0.5f);
            var first = Math.Min((int)at, seen - 1);
            places[i] = new Place(first, Math.Min(first + 1, seen - 1), at - first);
        }

        return places;
    }

    private static void Between(float[] first, float[] second, float share, float[] result)
    {
        var (ours, theirs) = (new Vector<float>(1 - share), new Vector<float>(share));
        var i = 0;
        for (; i <= result.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            (new Vector<float>(first, i) * ours + new Vector<float>(second, i) * theirs).CopyTo(result, i);
        }

        for (; i < result.Length; i++)
        {
            result[i] = first[i] * (1 - share) + second[i] * share;
        }
    }

    private static void Best(ReadOnlySpan<float> row, int id, float[] best, int[] ids)
    {
        if (id == 0)
        {
            row.CopyTo(best);
            Array.Clear(ids);
            return;
        }

        var x = 0;
        for (var mine = new Vector<int>(id); x <= row.Length - Vector<float>.Count; x += Vector<float>.Count)
        {
            var (score, champion) = (new Vector<float>(row[x..]), new Vector<float>(best, x));
            var wins = Vector.GreaterThan(score, champion);
            Vector.ConditionalSelect(wins, score, champion).CopyTo(best, x);
            Vector.ConditionalSelect(wins, mine, new Vector<int>(ids, x)).CopyTo(ids, x);
        }

        for (; x < row.Length; x++)
        {
            if (row[x] > best[x])
            {
                (best[x], ids[x]) = (row[x], id);
            }
        }
    }

    // 1 / Σ exp(s − best).
    private static void Probability(float[] scores, int classes, float[] best, Span<float> confidence)
    {
        var x = 0;
        for (; x <= best.Length - Vector<float>.Count; x += Vector<float>.Count)
        {
            var (sum, champion) = (Vector<float>.Zero, new Vector<float>(best, x));
            for (var k = 0; k < classes; k++)
            {
                sum += Vector.Exp(new Vector<float>(scores, k * best.Length + x) - champion);
            }

            (Vector<float>.One / sum).CopyTo(confidence[x..]);
        }

        for (; x < best.Length; x++)
        {
            var sum = 0f;
            for (var k = 0; k < classes; k++)
            {
                sum += MathF.Exp(scores[k * best.Length + x] - best[x]);
            }

            confidence[x] = 1 / sum;
        }
    }

    private readonly record struct Place(int First, int Second, float Share);

    // A row that was seen, as wide as the frame, of every class: neighbouring rows of the frame lie between the same two.
    private sealed class WideRow(int length)
    {
        public int Row { get; private set; } = -1;

        public float[] Scores { get; } = new float[length];  // [K, W]

        public void Spread(ReadOnlySpan<float> logits, (int Width, int Height) seen, int row, Place[] columns)
        {
            if (Row == row)
            {
                return;
            }

            Row = row;
            for (int at = 0, k = 0; at < Scores.Length; k++)
            {
                var source = logits.Slice((k * seen.Height + row) * seen.Width, seen.Width);
                foreach (var place in columns)
                {
                    Scores[at++] = source[place.First] * (1 - place.Share) + source[place.Second] * place.Share;
                }
            }
        }
    }
}
