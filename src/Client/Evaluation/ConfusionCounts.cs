namespace Prcl.Client.Evaluation;

/// <summary>Confusion counts of several batches, K×K, row by row: label, then prediction.</summary>
internal sealed class ConfusionCounts(int classes)
{
    private readonly long[] _counts = new long[classes * classes];

    /// <summary>The summed counts, length K².</summary>
    public IReadOnlyList<long> Counts => _counts;

    /// <summary>Adds a batch's counts.</summary>
    /// <exception cref="ArgumentException">The counts are of another number of classes.</exception>
    public void Add(long[] counts)
    {
        if (counts.Length != _counts.Length)
        {
            throw new ArgumentException($"{counts.Length} confusion counts do not add to {_counts.Length}", nameof(counts));
        }

        for (var i = 0; i < counts.Length; i++)
        {
            _counts[i] += counts[i];
        }
    }

    /// <summary>Pixels of a class that are predicted to be of another, or of the same.</summary>
    public long Of(int label, int prediction) => _counts[(label * classes) + prediction];

    /// <summary>Pixels of a class.</summary>
    public long Labelled(int k) => Enumerable.Range(0, classes).Sum(other => Of(k, other));

    /// <summary>IoU of a class in percent; NaN where it occurs in neither label nor prediction.</summary>
    public double Iou(int k) => Percent(Of(k, k), Labelled(k) + Predicted(k) - Of(k, k));

    /// <summary>Of the pixels predicted to be of a class, those that are, in percent; NaN where none is predicted.</summary>
    public double Precision(int k) => Percent(Of(k, k), Predicted(k));

    /// <summary>Of the pixels of a class, those predicted to be, in percent; NaN where it has none.</summary>
    public double Recall(int k) => Percent(Of(k, k), Labelled(k));

    /// <summary>IoU in percent by class; NaN where the class occurs in neither label nor prediction.</summary>
    public double[] PerClassIou() => [.. Enumerable.Range(0, classes).Select(Iou)];

    /// <summary>Mean IoU in percent over the classes that occur; NaN without any.</summary>
    public double MeanIou() => PerClassIou().Where(iou => !double.IsNaN(iou)).DefaultIfEmpty(double.NaN).Average();

    /// <summary>Of all labelled pixels, those predicted rightly, in percent; NaN without any.</summary>
    public double PixelAccuracy() => Percent(Enumerable.Range(0, classes).Sum(k => Of(k, k)), _counts.Sum());

    private long Predicted(int k) => Enumerable.Range(0, classes).Sum(other => Of(other, k));

    private static double Percent(long part, long whole) => whole == 0 ? double.NaN : 100.0 * part / whole;
}
