namespace Prcl.Learning.Metrics;

/// <summary>
/// How often pseudo-labels are right, and how much of the image they reach. Only pixels with a true label count. Precision of class k:
/// of the pixels pseudo-labelled k, the share that is truly k. Coverage of class k: of the pixels that are truly k, the share that has a
/// pseudo-label, right or wrong.
/// </summary>
public sealed class PseudoLabelQuality
{
    private readonly long[] _labelled;  // [K], by true class
    private readonly long[] _covered;  // [K], by true class
    private readonly long[] _given;  // [K], by pseudo-label
    private readonly long[] _right;  // [K]

    /// <summary>No pixels yet.</summary>
    /// <param name="classes">K.</param>
    public PseudoLabelQuality(int classes)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(classes);
        _labelled = new long[classes];
        _covered = new long[classes];
        _given = new long[classes];
        _right = new long[classes];
    }

    /// <summary>Adds the pixels of one frame.</summary>
    /// <param name="pseudoLabel">Class ids, −1 where a pixel has none.</param>
    /// <param name="label">True class ids, −1 ignored, the same length.</param>
    /// <exception cref="ArgumentException">Other lengths, or an id that is no class.</exception>
    public void Add(ReadOnlySpan<long> pseudoLabel, ReadOnlySpan<long> label)
    {
        MeasureInput.SameLength(nameof(pseudoLabel), pseudoLabel.Length, nameof(label), label.Length);
        MeasureInput.ClassIds(nameof(pseudoLabel), pseudoLabel, _labelled.Length);
        MeasureInput.ClassIds(nameof(label), label, _labelled.Length);
        for (var i = 0; i < label.Length; i++)
        {
            long given = pseudoLabel[i], truth = label[i];
            if (truth < 0)
            {
                continue;
            }

            _labelled[truth]++;
            if (given >= 0)
            {
                _covered[truth]++;
                _given[given]++;
                _right[truth] += given == truth ? 1 : 0;
            }
        }
    }

    /// <summary>Precision over all classes, 0 to 1; NaN without a pseudo-labelled pixel.</summary>
    public double Precision() => (double)_right.Sum() / _given.Sum();

    /// <summary>Precision by class; NaN where no pixel has that pseudo-label.</summary>
    public double[] ClassPrecision() => Shares(_right, _given);

    /// <summary>Coverage over all classes, 0 to 1; NaN without a labelled pixel.</summary>
    public double Coverage() => (double)_covered.Sum() / _labelled.Sum();

    /// <summary>Coverage by class; NaN where a class has no label pixel.</summary>
    public double[] ClassCoverage() => Shares(_covered, _labelled);

    private static double[] Shares(long[] part, long[] whole) => [.. part.Zip(whole, (p, w) => (double)p / w)];
}
