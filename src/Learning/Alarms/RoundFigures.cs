using Prcl.Learning.Metrics;

namespace Prcl.Learning.Alarms;

/// <summary>A round in the figures that alarms look at; null where the round doesn't tell.</summary>
/// <param name="Round">The round.</param>
/// <param name="EffectivePredicted">Effective number of classes predicted on the stream.</param>
/// <param name="EffectiveLabelled">Effective number of classes of the labels.</param>
/// <param name="LargestClass">The class that is predicted most.</param>
/// <param name="LargestShare">Its share of the predicted pixels.</param>
/// <param name="LargestLabelled">Its share of the labelled pixels.</param>
/// <param name="Entropy">Mean entropy of predictions, as a share of that of K equal ones.</param>
/// <param name="Passing">Share of the pseudo-labels that pass.</param>
/// <param name="Drift">How far prototypes have moved, mean over the classes.</param>
public sealed record RoundFigures(
    long Round,
    double? EffectivePredicted,
    double? EffectiveLabelled,
    int LargestClass,
    double LargestShare,
    double LargestLabelled,
    double? Entropy,
    double? Passing,
    double? Drift)
{
    /// <summary>The figures of a round.</summary>
    /// <param name="round">The round.</param>
    /// <param name="signs">What its steps saw; null when nothing was predicted.</param>
    /// <param name="drift">How far prototypes have moved; null where no class had evidence before and after.</param>
    public static RoundFigures Of(long round, PredictionSigns? signs, double? drift)
    {
        double predicted = signs?.Predicted.Sum() ?? 0, labelled = signs?.Labelled.Sum() ?? 0;
        if (signs is null || predicted == 0 || labelled == 0)
        {
            return new RoundFigures(round, null, null, 0, 0, 0, null, null, drift);
        }

        var largest = Array.IndexOf(signs.Predicted, signs.Predicted.Max());
        return new RoundFigures(
            round,
            Effective(signs.Predicted),
            Effective(signs.Labelled),
            largest,
            signs.Predicted[largest] / predicted,
            signs.Labelled[largest] / labelled,
            signs.EntropyPixels > 0 ? signs.EntropySum / signs.EntropyPixels : null,
            signs.Passing / predicted,
            drift);
    }

    private static double Effective(long[] pixels) => EffectiveClasses.Number(Array.ConvertAll(pixels, n => (double)n));
}
