using Prcl.Learning.Scalars;
using static TorchSharp.torch;

namespace Prcl.Learning.Metrics;

/// <summary>
/// K×K counts of (label, prediction) over a whole set of images, and the mIoU they give (<c>docs/method.md</c>, section 5).
/// Ignored pixels do not count.
/// </summary>
public sealed class ConfusionMatrix
{
    /// <summary>An empty matrix.</summary>
    /// <param name="classes">K.</param>
    public ConfusionMatrix(int classes)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(classes);
        Classes = classes;
        Counts = new long[classes * classes];
    }

    /// <summary>K.</summary>
    public int Classes { get; }

    /// <summary>Counts row by row: label, then prediction; length K².</summary>
    public long[] Counts { get; }

    /// <summary>Counts the pixels of one image or batch.</summary>
    /// <param name="label">Class ids, −1 ignored, int64, any shape.</param>
    /// <param name="prediction">Class ids, int64, the same shape.</param>
    public void Add(Tensor label, Tensor prediction)
    {
        using var scope = NewDisposeScope();
        var valid = label.ge(Held.Number(0L));
        var index = label.masked_select(valid).mul(Held.Number((long)Classes)).Plus(prediction.masked_select(valid));
        Add(bincount(index, minlength: Classes * Classes).to(ScalarType.Int64).cpu().data<long>().ToArray());
    }

    /// <summary>Adds another matrix's counts.</summary>
    /// <exception cref="ArgumentException">Another number of classes.</exception>
    public void Add(ReadOnlySpan<long> counts)
    {
        if (counts.Length != Counts.Length)
        {
            throw new ArgumentException($"A confusion matrix of {Classes} classes has {Counts.Length} counts, got {counts.Length}.", nameof(counts));
        }

        for (var i = 0; i < Counts.Length; i++)
        {
            Counts[i] += counts[i];
        }
    }

    /// <summary>Intersection over union by class, 0 to 1; NaN where a class occurs neither in labels nor in predictions.</summary>
    public double[] Iou()
    {
        var iou = new double[Classes];
        for (var k = 0; k < Classes; k++)
        {
            long labelled = 0, predicted = 0;
            for (var j = 0; j < Classes; j++)
            {
                labelled += Counts[k * Classes + j];
                predicted += Counts[j * Classes + k];
            }

            var union = labelled + predicted - Counts[k * Classes + k];
            iou[k] = union == 0 ? double.NaN : (double)Counts[k * Classes + k] / union;
        }

        return iou;
    }

    /// <summary>Mean of <see cref="Iou"/> over the classes that occur, 0 to 1; NaN when none does.</summary>
    public double MeanIou() => Iou().Where(v => !double.IsNaN(v)).DefaultIfEmpty(double.NaN).Average();
}
