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

    /// <summary>IoU in percent by class; NaN where the class occurs in neither label nor prediction.</summary>
    public double[] PerClassIou()
    {
        var iou = new double[classes];
        for (var k = 0; k < classes; k++)
        {
            long labelled = 0, predicted = 0;
            for (var other = 0; other < classes; other++)
            {
                labelled += _counts[(k * classes) + other];
                predicted += _counts[(other * classes) + k];
            }

            var both = _counts[(k * classes) + k];
            var union = labelled + predicted - both;
            iou[k] = union == 0 ? double.NaN : 100.0 * both / union;
        }

        return iou;
    }

    /// <summary>Mean IoU in percent over the classes that occur; NaN without any.</summary>
    public double MeanIou()
    {
        var occurring = PerClassIou().Where(iou => !double.IsNaN(iou)).ToArray();
        return occurring.Length == 0 ? double.NaN : occurring.Average();
    }
}
