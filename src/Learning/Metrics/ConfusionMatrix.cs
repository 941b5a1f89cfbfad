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
    /// <param name="prediction">Class ids, 0 to K − 1 wherever there is a label, int64, the same shape.</param>
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
    public double[] Iou() => Iou((_, union) => union > 0);

    /// <summary>Mean of <see cref="Iou()"/> over the classes that occur, 0 to 1; NaN when none does.</summary>
    public double MeanIou() => Mean(Iou());

    /// <summary>
    /// Intersection over union by class, 0 to 1; NaN where a class has no label pixel. Pixels wrongly predicted to be of such a class
    /// still count, as misses, in the unions of the classes that they are of.
    /// </summary>
    public double[] LabelledIou() => Iou((labelled, _) => labelled > 0);

    /// <summary>
    /// Mean of <see cref="LabelledIou"/> over the classes that have label pixels, 0 to 1; NaN when none has. Unlike <see cref="MeanIou"/>
    /// a single pixel predicted to be of a class that the set doesn't hold can't add a class at 0, so models meet over the same classes.
    /// </summary>
    public double LabelledMeanIou() => Mean(LabelledIou());

    /// <summary>Share of the labelled pixels that are predicted rightly, 0 to 1; NaN without a labelled pixel.</summary>
    /// <remarks>With the class of the nearest prototype as the prediction it is nearest-prototype accuracy.</remarks>
    public double PixelAccuracy()
    {
        var right = 0L;
        for (var k = 0; k < Classes; k++)
        {
            right += Counts[k * Classes + k];
        }

        return (double)right / Counts.Sum();
    }

    private static double Mean(double[] iou) => iou.Where(v => !double.IsNaN(v)).DefaultIfEmpty(double.NaN).Average();

    /// <summary>IoU of the classes that <paramref name="counts"/> of (label pixels, union) lets in, NaN of the others.</summary>
    private double[] Iou(Func<long, long, bool> counts)
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
            iou[k] = counts(labelled, union) ? (double)Counts[k * Classes + k] / union : double.NaN;
        }

        return iou;
    }
}
