namespace Prcl.Learning.Alarms;

/// <summary>What the teacher's predictions on the stream look like, beside the labels, as sums: those of steps and trainers add up.</summary>
/// <param name="Predicted">Pixels of the stream's images by predicted class, length K.</param>
/// <param name="Labelled">Pixels of the labelled images by class, length K.</param>
/// <param name="EntropySum">Entropy of predictions, as a share of that of K equal ones, summed over <paramref name="EntropyPixels"/>.</param>
/// <param name="EntropyPixels">Pixels of the network's grid.</param>
/// <param name="Passing">Predicted pixels whose pseudo-label passes: sure enough, and what is checked agrees.</param>
public sealed record PredictionSigns(long[] Predicted, long[] Labelled, double EntropySum, long EntropyPixels, long Passing)
{
    /// <summary>These and others, added up.</summary>
    /// <exception cref="ArgumentException">The others are of another number of classes.</exception>
    public PredictionSigns Plus(PredictionSigns other) => new(
        Sum(Predicted, other.Predicted), Sum(Labelled, other.Labelled), EntropySum + other.EntropySum, EntropyPixels + other.EntropyPixels, Passing + other.Passing);

    private static long[] Sum(long[] a, long[] b) => a.Length == b.Length
        ? [.. a.Zip(b, (x, y) => x + y)]
        : throw new ArgumentException($"Pixels of {b.Length} classes do not add to those of {a.Length}.", nameof(b));
}
