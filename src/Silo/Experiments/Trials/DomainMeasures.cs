using Prcl.Learning.Evaluation;
using Prcl.Learning.Images;
using Prcl.Learning.Metrics;
using Prcl.Learning.Networks;
using Prcl.Learning.Prototypes;
using Prcl.Learning.Representations;
using Prcl.Silo.Experiments.Frames;
using Prcl.Silo.Experiments.Results;
using static TorchSharp.torch;

namespace Prcl.Silo.Experiments.Trials;

/// <summary>Everything that one look at each evaluation frame of a domain tells of a network: one forward a frame.</summary>
internal sealed class DomainMeasures
{
    private readonly FrameSet _frames;
    private readonly ConfusionMatrix _confusion;
    private readonly Auroc _confidence = new();
    private readonly Auroc _variance = new();
    private readonly Auroc _uncertainty = new();
    private readonly CalibrationError _calibration = new();
    private readonly ScatterRatio _scatter;
    private readonly ConfusionMatrix _nearest;
    private readonly PrototypeTable _prototypes;

    /// <summary>No frame yet.</summary>
    /// <param name="frames">The classes.</param>
    /// <param name="prototypes">Whose nearest one is compared with the truth.</param>
    /// <param name="width">D.</param>
    public DomainMeasures(FrameSet frames, PrototypeTable prototypes, int width)
    {
        (_frames, _prototypes) = (frames, prototypes);
        (_confusion, _nearest) = (new ConfusionMatrix(frames.Classes.Count), new ConfusionMatrix(frames.Classes.Count));
        _scatter = new ScatterRatio(frames.Classes.Count, width);
    }

    /// <summary>mIoU over the classes that have label pixels, in percent.</summary>
    public double MeanIou => 100 * _confusion.LabelledMeanIou();

    /// <summary>Looks at one frame.</summary>
    /// <param name="frame">With a label.</param>
    /// <param name="segmenter">Makes a segmenter that shows what the network says to the argument.</param>
    public Segmentation Add(Frame frame, Func<Action<SegmentationOutput>, Segmenter> segmenter)
    {
        var (image, truth) = (frame.Load(), frame.LoadLabel!());
        using var scope = NewDisposeScope();
        var label = ImageTensor.FromLabels(truth, _frames.Classes.Ignore);                                // [H, W]
        var segmentation = segmenter(output => AddRepresentations(output, label)).Segment(image, withVariance: true);
        AddPixels(segmentation, truth);
        return segmentation;
    }

    /// <summary>Writes the other figures into a row.</summary>
    public void WriteTo(ResultRow row)
    {
        row["pixel_accuracy"] = 100 * _confusion.PixelAccuracy();
        row["confidence_auroc"] = _confidence.Value();
        row["variance_auroc"] = _variance.Value();
        row["uncertainty_auroc"] = _uncertainty.Value();
        row["calibration_error"] = _calibration.Value();
        row["scatter_ratio"] = _scatter.Value();
        row["prototype_accuracy"] = 100 * _nearest.PixelAccuracy();
    }

    /// <summary>Writes the IoU of each class.</summary>
    public void WriteClassesTo(ResultRow row)
    {
        var iou = _confusion.LabelledIou();
        for (var k = 0; k < iou.Length; k++)
        {
            row[$"iou_{_frames.Classes.Classes[k].Name}"] = 100 * iou[k];
        }
    }

    private void AddPixels(Segmentation segmentation, LabelMap truth)
    {
        var (classes, ignore) = (_frames.Classes.Count, _frames.Classes.Ignore);
        var pixels = truth.Ids.Count(id => id != ignore);
        var (confidence, doubt, variance, uncertainty) = (new float[pixels], new float[pixels], new float[pixels], new float[pixels]);
        var (right, wrong) = (new bool[pixels], new bool[pixels]);
        var counts = new long[classes * classes];
        for (int i = 0, at = 0; i < truth.Ids.Length; i++)
        {
            if (truth.Ids[i] == ignore)
            {
                continue;
            }

            var predicted = segmentation.Labels.Ids[i];
            counts[truth.Ids[i] * classes + predicted]++;
            (confidence[at], doubt[at], variance[at]) = (segmentation.Confidence[i], 1 - segmentation.Confidence[i], segmentation.Variance![i]);
            uncertainty[at] = doubt[at];
            (right[at], wrong[at]) = (predicted == truth.Ids[i], predicted != truth.Ids[i]);
            at++;
        }

        _confusion.Add(counts);
        _confidence.Add(doubt, wrong);
        _variance.Add(variance, wrong);
        _uncertainty.Add(uncertainty, wrong);
        _calibration.Add(confidence, right);
    }

    // Representations at stride 4, labels taken from the nearest pixel.
    private void AddRepresentations(SegmentationOutput output, Tensor label)
    {
        using var scope = NewDisposeScope();
        var (width, rows, columns) = (output.Means.shape[1], output.Means.shape[2], output.Means.shape[3]);
        var means = output.Means[0].permute(1, 2, 0).reshape(-1, width).cpu().contiguous();               // [h·w, D]
        var grid = PixelRepresentations.OnGrid(label.unsqueeze(0), rows, columns).reshape(-1);            // [h·w]
        _scatter.Add(means.data<float>().ToArray(), grid.data<long>().ToArray());
        if (NearestPrototypes(means) is { } nearest)
        {
            _nearest.Add(grid, nearest);
        }
    }

    private Tensor? NearestPrototypes(Tensor means)
    {
        int[] known = [.. Enumerable.Range(0, _prototypes.Classes).Where(k => _prototypes[k] is not null)];
        if (known.Length == 0)
        {
            return null;
        }

        var prototypes = stack(known.Select(k => tensor(_prototypes[k]!.Mean(), ScalarType.Float32)));    // [C, D]
        var cosine = MutualLikelihood.Normalise(means).matmul(MutualLikelihood.Normalise(prototypes).t()); // [h·w, C]
        return tensor(Array.ConvertAll(known, k => (long)k)).index_select(0, cosine.argmax(1L));          // [h·w]
    }
}
