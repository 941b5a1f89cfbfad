using Prcl.Images.Files;
using Prcl.Learning.Evaluation;
using Prcl.Learning.Images;
using Prcl.Learning.Metrics;
using Prcl.Learning.Networks;
using Prcl.Learning.Representations;
using Prcl.Learning.Scalars;
using Prcl.Learning.SelfTraining;
using Prcl.Learning.Uncertainty;
using Prcl.Silo.Experiments.Frames;
using Prcl.Silo.Experiments.Results;
using static TorchSharp.torch;

namespace Prcl.Silo.Experiments.Trials;

/// <summary>Everything that one look at each evaluation frame of a domain tells of a network: one forward a frame.</summary>
internal sealed class DomainMeasures
{
    private readonly FrameSet _frames;
    private readonly ConfusionMatrix _confusion;
    private readonly ConfusionMatrix _nearest;
    private readonly ScatterRatio _scatter;
    private readonly PixelDetector _uncertainty = new();
    private readonly Dictionary<Doubt, PixelDetector> _doubts;
    private readonly PrototypeCheck _prototypes;
    private readonly DoubtMaps _maps;

    /// <summary>No frame yet.</summary>
    /// <param name="frames">The classes.</param>
    /// <param name="prototypes">Whose nearest one is compared with the truth; in a dispose scope of the caller's.</param>
    /// <param name="maps">The same prototypes as doubts; the caller's.</param>
    /// <param name="width">D.</param>
    /// <param name="doubts">Which of them to measure as detectors of wrong pixels, besides the published uncertainty.</param>
    public DomainMeasures(FrameSet frames, PrototypeCheck prototypes, DoubtMaps maps, int width, IEnumerable<Doubt> doubts)
    {
        (_frames, _prototypes, _maps) = (frames, prototypes, maps);
        (_confusion, _nearest) = (new ConfusionMatrix(frames.Classes.Count), new ConfusionMatrix(frames.Classes.Count));
        _scatter = new ScatterRatio(frames.Classes.Count, width);
        _doubts = doubts.ToDictionary(d => d, _ => new PixelDetector());
    }

    /// <summary>mIoU over the classes that have label pixels, in percent.</summary>
    public double MeanIou => 100 * _confusion.LabelledMeanIou();

    /// <summary>Looks at one frame.</summary>
    /// <param name="frame">With a label.</param>
    /// <param name="segmenter">Makes a segmenter that shows what the network says to the argument.</param>
    public Segmentation Add(Frame frame, Func<Action<SegmentationOutput, Tensor, Tensor>, Segmenter> segmenter)
    {
        var (image, truth) = (frame.Load(), frame.LoadLabel!());
        using var scope = NewDisposeScope();
        var label = ImageTensor.FromLabels(truth, _frames.Classes.Ignore);                                // [H, W]
        var segmentation = segmenter(Look).Segment(image, withUncertainty: true);
        AddPixels(segmentation, truth);
        return segmentation;

        void Look(SegmentationOutput output, Tensor probabilities, Tensor variance)
        {
            AddRepresentations(output, label);
            AddDoubts(output, probabilities, variance, label);
        }
    }

    /// <summary>Writes the other figures into a row.</summary>
    public void WriteTo(ResultRow row)
    {
        row["pixel_accuracy"] = 100 * _confusion.PixelAccuracy();
        row["uncertainty_auroc"] = _uncertainty.Auroc();
        row["uncertainty_calibration_error"] = _uncertainty.CalibrationError();
        foreach (var (doubt, detector) in _doubts)
        {
            var name = doubt.ToString().ToLowerInvariant();
            row[$"{name}_auroc"] = detector.Auroc();
            row[doubt == Doubt.Confidence ? "calibration_error" : $"{name}_calibration_error"] = detector.CalibrationError();
        }

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
        int[] labelled = [.. Enumerable.Range(0, truth.Ids.Length).Where(i => truth.Ids[i] != _frames.Classes.Ignore)];
        var classes = _frames.Classes.Count;
        var (wrong, counts) = (new bool[labelled.Length], new long[classes * classes]);
        for (var at = 0; at < labelled.Length; at++)
        {
            var (expected, predicted) = (truth.Ids[labelled[at]], segmentation.Labels.Ids[labelled[at]]);
            counts[expected * classes + predicted]++;
            wrong[at] = expected != predicted;
        }

        _confusion.Add(counts);
        _uncertainty.Add(Array.ConvertAll(labelled, i => segmentation.Uncertainty![i]), wrong);
    }

    private void AddDoubts(SegmentationOutput output, Tensor probabilities, Tensor variance, Tensor label)
    {
        using var scope = NewDisposeScope();
        var known = label.ge(Held.Number(0L));
        var wrong = probabilities.argmax(0, false).cpu().ne(label).masked_select(known).data<bool>().ToArray();
        foreach (var (doubt, detector) in _doubts)
        {
            detector.Add(_maps.Of(doubt, probabilities, output.Means, variance).cpu().masked_select(known).data<float>().ToArray(), wrong);
        }
    }

    // Representations at stride 4, labels taken from the nearest pixel.
    private void AddRepresentations(SegmentationOutput output, Tensor label)
    {
        using var scope = NewDisposeScope();
        var (width, rows, columns) = (output.Means.shape[1], output.Means.shape[2], output.Means.shape[3]);
        var means = output.Means[0].permute(1, 2, 0).reshape(-1, width).cpu().contiguous();               // [h·w, D]
        var grid = PixelRepresentations.OnGrid(label.unsqueeze(0), rows, columns).reshape(-1);            // [h·w]
        _scatter.Add(means.data<float>().ToArray(), grid.data<long>().ToArray());
        if (_maps.HavePrototypes)
        {
            _nearest.Add(grid, _prototypes.Nearest(output.Means, rows, columns).flatten().cpu());
        }
    }
}
