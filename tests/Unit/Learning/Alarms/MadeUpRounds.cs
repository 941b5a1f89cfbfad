using Prcl.Learning.Alarms;

namespace Prcl.Unit.Learning.Alarms;

/// <summary>Rounds as trainers might report them.</summary>
internal static class MadeUpRounds
{
    public static readonly string[] Names = ["Road", "Sky", "Car", "Tree"];

    /// <summary>Labels of four classes, of which one has half the pixels: an effective number of 3.36.</summary>
    private static readonly long[] Labels = [500, 250, 125, 125];

    /// <summary>A round in which the stream looks like the labels.</summary>
    public static RoundFigures Healthy(long round = 0, double entropy = 0.2, double passing = 0.8, double drift = 0.02) =>
        Predicted(round, [450, 300, 100, 150], entropy, passing, drift);

    /// <summary>A round whose predictions have these pixels by class.</summary>
    public static RoundFigures Predicted(long round, long[] predicted, double entropy = 0.2, double passing = 0.8, double? drift = 0.02, long[]? labelled = null) => RoundFigures.Of(
        round,
        new PredictionSigns(predicted, labelled ?? Labels, entropy * 100, 100, (long)(passing * predicted.Sum())),
        drift);

    /// <summary>Healthy rounds before the one that is judged.</summary>
    public static RoundFigures[] Before(int rounds = 5) => [.. Enumerable.Range(0, rounds).Select(r => Healthy(r))];
}
