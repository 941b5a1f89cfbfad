using System.Globalization;
using Prcl.Contracts.Evaluation;
using Prcl.Contracts.Runs;

namespace Prcl.Client.Curves;

/// <summary>What a run looked like over time, as rows of numbers under a header that stays as it is: columns are only ever added at the end.</summary>
/// <param name="Header">The columns' names.</param>
/// <param name="Rows">Oldest first; the first cell of each is a whole number that never falls.</param>
internal sealed record Curve(string[] Header, IReadOnlyList<string[]> Rows)
{
    /// <summary>The columns of rounds.</summary>
    public static string[] RoundColumns { get; } =
        ["round", "at", "clock", "supervised", "unsupervised", "contrast", "coverage", "uncertainty", "images_per_second", "trainers", "backlog"];

    /// <summary>The columns of scores.</summary>
    public static string[] ScoreColumns { get; } = ["version", "domain", "images_trained", "seconds", "images", "miou_percent", "uncertainty_auroc", "calibration_error"];

    /// <summary>Losses and more, a row a committed round.</summary>
    public static Curve Of(IEnumerable<MetricsPoint> points) => new(RoundColumns,
    [
        .. points.Select(point => new[]
        {
            Whole(point.Round), point.At.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture), Whole(point.Clock), Real(point.Supervised), Real(point.Unsupervised), Real(point.Contrast),
            Real(point.Coverage), Real(point.Uncertainty), Real(point.ImagesPerSecond), Whole(point.Trainers), point.Backlog is { } backlog ? Whole(backlog) : "",
        }),
    ]);

    /// <summary>What was measured, a row a version and domain.</summary>
    public static Curve Of(IEnumerable<EvaluationResult> results) => new(ScoreColumns,
    [
        .. results.OrderBy(result => result.Version).Select(result => new[]
        {
            Whole(result.Version), Quoted(result.Domain), Whole(result.ImagesTrained), Real(result.Seconds), Whole(result.Images), Real(result.MeanIou), Real(result.UncertaintyAuroc),
            Real(result.CalibrationError),
        }),
    ]);

    private static string Whole(long number) => number.ToString(CultureInfo.InvariantCulture);

    // What isn't known, or isn't a number, is an empty cell: readers of CSV take that for missing.
    private static string Real(double? number) => number is { } known && double.IsFinite(known) ? known.ToString("R", CultureInfo.InvariantCulture) : "";

    private static string Quoted(string text) => text.AsSpan().IndexOfAny(",\"\r\n") < 0 ? text : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
