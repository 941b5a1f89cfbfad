using Prcl.Learning.Evaluation;
using Prcl.Learning.Images;
using Prcl.Learning.Metrics;
using Prcl.Learning.Networks;
using Prcl.Learning.Prototypes;
using Prcl.Learning.Representations;
using Prcl.Learning.Scalars;
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
    private readonly Dictionary<Doubt, Auroc> _doubts = Enum.GetValues<Doubt>().ToDictionary(doubt => doubt, _ => new Auroc());
    private readonly Auroc _uncertainty = new();
    private readonly CalibrationError _calibration = new();
    private readonly ScatterRatio _scatter;
    private readonly ConfusionMatrix _nearest;
    private readonly PrototypeTable _prototypes;
    private readonly DoubtMaps _maps;

    /// <summary>No frame yet.</summary>
    /// <param name="frames">The classes.</param>
    /// <param name="prototypes">Whose nearest one is compared with the truth.</param>
    /// <param name="width">D.</param>
    /// <param name="maps">What gives doubts of a pixel.</param>
    public DomainMeasures(FrameSet frames, PrototypeTable prototypes, int width, DoubtMaps maps)
    {
        (_frames, _prototypes, _maps) = (frames, prototypes, maps);
        (_confusion, _nearest) = (new ConfusionMatrix(frames.Classes.Count), new ConfusionMatrix(frames.Classes.Count));
        _scatter = new ScatterRatio(frames.Classes.Count, width);
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
        row["uncertainty_auroc"] = _uncertainty.Value();
        foreach (var (doubt, auroc) in _doubts)
        {
            row[$"{doubt.ToString().ToLowerInvariant()}_auroc"] = auroc.Value();
        }

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
        var (confidence, uncertainty) = (new float[pixels], new float[pixels]);
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
            (confidence[at], uncertainty[at]) = (segmentation.Confidence[i], segmentation.Uncertainty![i]);
            (right[at], wrong[at]) = (predicted == truth.Ids[i], predicted != truth.Ids[i]);
            at++;
        }

        _confusion.Add(counts);
        _uncertainty.Add(uncertainty, wrong);
        _calibration.Add(confidence, right);
    }

    private void AddDoubts(SegmentationOutput output, Tensor probabilities, Tensor variance, Tensor label)
    {
        using var scope = NewDisposeScope();
        var known = label.ge(Held.Number(0L));
        var wrong = probabilities.argmax(0, false).cpu().ne(label).masked_select(known).data<bool>().ToArray();
        foreach (var (doubt, auroc) in _doubts)
        {
            auroc.Add(_maps.Of(doubt, probabilities, output.Means, variance).cpu().masked_select(known).data<float>().ToArray(), wrong);
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
