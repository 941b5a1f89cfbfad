using System.Globalization;

namespace Prcl.Learning.Alarms;

/// <summary>
/// Whether a round shows a sign of collapse (<c>docs/decisions/0095</c>). Pure: a round's figures, and those of calm rounds before it, give the verdict.
/// </summary>
/// <param name="settings">The thresholds.</param>
/// <param name="classNames">The classes' names, for the words.</param>
public sealed class CollapseRules(AlarmSettings settings, IReadOnlyList<string> classNames)
{
    // Fewer calm rounds than that say nothing of what is usual.
    private const int LeastCalm = 3;

    // Means are unit vectors: prototypes that have settled move by hundredths, and their median may be next to nothing.
    private const double LeastDrift = 0.1;

    /// <summary>Judges a round.</summary>
    /// <param name="sign">Which sign is looked for.</param>
    /// <param name="round">The round.</param>
    /// <param name="calm">Rounds before it without any sign.</param>
    public Verdict Judge(CollapseSign sign, RoundFigures round, IReadOnlyList<RoundFigures> calm) => sign switch
    {
        CollapseSign.ClassShares => OfClassShares(round),
        CollapseSign.FalseCertainty => OfCertainty(round, calm),
        _ => OfDrift(round, calm),
    };

    private Verdict OfClassShares(RoundFigures round)
    {
        if (round.EffectivePredicted is not { } predicted || round.EffectiveLabelled is not { } labelled)
        {
            return Verdict.Unknown;
        }

        var isFew = predicted - 1 < settings.AlarmClassRatio * (labelled - 1);
        var isOne = round.LargestShare > settings.AlarmClassShare && round.LargestShare > round.LargestLabelled;
        return isFew || isOne
            ? Verdict.Found(
                $"predictions collapse: {classNames[round.LargestClass]} takes {Percent(round.LargestShare)} of the stream's pixels ({Percent(round.LargestLabelled)} of the labelled ones), "
                + $"as if there were {Number(predicted)} classes where labels have {Number(labelled)}")
            : Verdict.Calm;
    }

    private Verdict OfCertainty(RoundFigures round, IReadOnlyList<RoundFigures> calm)
    {
        if (round.Entropy is not { } entropy || round.Passing is not { } passing || Median(calm, r => r.Passing) is not { } usual)
        {
            return Verdict.Unknown;
        }

        return entropy < settings.AlarmEntropy && passing < settings.AlarmPassing * usual
            ? Verdict.Found(
                $"predictions are sure of what isn't confirmed: their mean entropy is {Percent(entropy)} of the most there can be, while {Percent(passing)} of the pseudo-labels pass, {Percent(usual)} before")
            : Verdict.Calm;
    }

    private Verdict OfDrift(RoundFigures round, IReadOnlyList<RoundFigures> calm)
    {
        if (settings.AlarmDrift == 0 || round.Drift is not { } drift || Median(calm, r => r.Drift) is not { } usual)
        {
            return Verdict.Unknown;
        }

        return drift > LeastDrift && drift > settings.AlarmDrift * usual
            ? Verdict.Found($"prototypes jump: they have moved by {Number(drift)} in a round, by {Number(usual)} before")
            : Verdict.Calm;
    }

    private static double? Median(IReadOnlyList<RoundFigures> rounds, Func<RoundFigures, double?> figure)
    {
        double[] values = [.. rounds.Select(figure).OfType<double>().Order()];
        return values.Length < LeastCalm ? null : (values[(values.Length - 1) / 2] + values[values.Length / 2]) / 2;
    }

    private static string Percent(double share) => (100 * share).ToString("0.0", CultureInfo.InvariantCulture) + " %";

    private static string Number(double value) => value.ToString("0.0##", CultureInfo.InvariantCulture);
}
