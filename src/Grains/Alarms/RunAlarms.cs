using System.Text.Json;
using Prcl.Contracts.Runs;
using Prcl.Grains.Rounds;
using Prcl.Grains.Runs;
using Prcl.Learning.Alarms;

namespace Prcl.Grains.Alarms;

/// <summary>The alarms of a run, from what its committed rounds say of themselves. A round is looked at once, where it is adopted; what is remembered is stored beside it.</summary>
/// <param name="run">Settings and classes.</param>
/// <param name="state">Where it is remembered.</param>
internal sealed class RunAlarms(RunRecord run, RunState state)
{
    /// <summary>Every kind there is, in kebab case.</summary>
    public static IReadOnlyList<string> Kinds { get; } = [.. Enum.GetValues<CollapseSign>().Select(KindOf)];

    private CollapseWatch Watch => new(run.Settings.Alarms, [.. run.Classes.Classes.Select(c => c.Name)], state.Collapse);

    /// <summary>What holds now.</summary>
    public RunAlarm[] Now =>
    [
        .. from sign in state.Collapse.Signs
           where sign.Value.AlarmSince is not null
           orderby sign.Key
           select new RunAlarm(KindOf(sign.Key), sign.Value.Text, sign.Value.AlarmSince!.Value),
    ];

    /// <summary>A round was committed.</summary>
    /// <returns>The alarms that begin or end with it.</returns>
    public IReadOnlyList<AlarmChange> Follow(RoundManifest manifest) => manifest.Rewind is null
        ? Watch.Follow(RoundFigures.Of(manifest.Round, Sums(manifest), Drift(manifest)))
        : Watch.Restart();

    /// <summary>A sign's name on the wire and in metrics.</summary>
    public static string KindOf(CollapseSign sign) => JsonNamingPolicy.KebabCaseLower.ConvertName(sign.ToString());

    private PredictionSigns? Sums(RoundManifest manifest) => manifest.Reports
        .Select(r => r.Signs)
        .OfType<LearningSigns>()
        .Where(s => s.Predicted.Length == run.Classes.Count && s.Labelled.Length == run.Classes.Count)
        .Select(s => new PredictionSigns(s.Predicted, s.Labelled, s.EntropySum, s.EntropyPixels, s.Passing))
        .Aggregate((PredictionSigns?)null, (sum, part) => sum?.Plus(part) ?? part);

    // Each trainer moved the version's prototypes by its own sums; who saw more images counts for more.
    private static double? Drift(RoundManifest manifest)
    {
        var (moved, images) = (0.0, 0L);
        foreach (var report in manifest.Reports)
        {
            if (report is { Images: > 0, Signs.Drift: { } drift })
            {
                (moved, images) = (moved + (report.Images * drift), images + report.Images);
            }
        }

        return images == 0 ? null : moved / images;
    }
}
