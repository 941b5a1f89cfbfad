using Prcl.Contracts.Evaluation;
using Prcl.Images.Files;
using Prcl.Learning.Evaluation;
using Prcl.Learning.Metrics;

namespace Prcl.Grains.Evaluation;

/// <summary>What a model says of a domain's labelled pixels, beside what they are: counts of classes, and of how far its doubt and its confidence can be believed.</summary>
/// <param name="classes">K.</param>
internal sealed class DomainTally(int classes)
{
    private readonly long[] _rightByDoubt = new long[ReliabilityCounts.DoubtBins];
    private readonly long[] _wrongByDoubt = new long[ReliabilityCounts.DoubtBins];
    private readonly long[] _pixelsByConfidence = new long[ReliabilityCounts.ConfidenceBins];
    private readonly long[] _rightByConfidence = new long[ReliabilityCounts.ConfidenceBins];
    private readonly double[] _confidenceByBin = new double[ReliabilityCounts.ConfidenceBins];

    /// <summary>Counts of label and prediction.</summary>
    public ConfusionMatrix Confusion { get; } = new(classes);

    /// <summary>Counts of uncertainty and confidence. They share their arrays with the tally: it must be complete.</summary>
    public ReliabilityCounts Reliability => new(_rightByDoubt, _wrongByDoubt, _pixelsByConfidence, _rightByConfidence, _confidenceByBin);

    /// <summary>Counts the pixels of an image that have a label.</summary>
    /// <param name="predicted">With uncertainty; of the label's size.</param>
    /// <param name="label">Class ids below K, or the ignored one.</param>
    /// <param name="ignore">The id of ignored pixels.</param>
    public void Add(Segmentation predicted, LabelMap label, int ignore)
    {
        var (truth, guess, doubt) = (label.Ids, predicted.Labels.Ids, predicted.Uncertainty!);
        for (var i = 0; i < truth.Length; i++)
        {
            if (truth[i] == ignore)
            {
                continue;
            }

            var isRight = truth[i] == guess[i];
            Confusion.Counts[(truth[i] * Confusion.Classes) + guess[i]]++;
            (isRight ? _rightByDoubt : _wrongByDoubt)[ReliabilityCounts.DoubtBin(doubt[i])]++;
            var bin = ReliabilityCounts.ConfidenceBin(predicted.Confidence[i]);
            _pixelsByConfidence[bin]++;
            _rightByConfidence[bin] += isRight ? 1 : 0;
            _confidenceByBin[bin] += predicted.Confidence[i];
        }
    }
}
