using Prcl.Contracts.Evaluation;
using Prcl.Contracts.Trainers;

namespace Prcl.Silo.Demo;

/// <summary>A demo's progress in words.</summary>
internal static class ProgressText
{
    /// <summary>Everything that matters, as a line.</summary>
    public static string Line(DemoRecord record, DateTimeOffset now)
    {
        var parts = new List<string> { $"{Clock(Elapsed(record, now))} of {Clock(record.Duration)}", $"round {record.Status?.Round ?? 0}", $"step {record.Steps}/{record.TotalSteps}" };
        if (record.Losses.Count > 0)
        {
            parts.Add(Losses(record.Losses[^1]));
        }

        parts.Add($"{ImagesPerSecond(record):0.0} images/s");
        parts.Add($"streamed {record.Pushed}{(record.Arrivals.Count > 0 ? $" ({record.Arrivals[^1].Domain})" : "")}");
        if (Newest(record) is { Count: > 0 } newest)
        {
            parts.Add("mIoU " + string.Join(", ", newest.Select(r => $"{r.Domain} {r.MeanIou:0.0}")));
        }

        parts.Add($"evidence {Amount(record.Prototypes.Sum(p => p.Evidence))} pixels in {record.Prototypes.Count(p => !p.Stale)} prototypes");
        return string.Join("  ", parts);
    }

    /// <summary>A step's losses and pseudo-label coverage.</summary>
    public static string Losses(StepLosses losses) =>
        $"L_s {losses.Supervised:0.000}  L_u {losses.Unsupervised:0.000}  L_c {losses.Contrastive:0.000}  coverage {100 * losses.Coverage:0} %";

    /// <summary>Image draws a second, over all trainers.</summary>
    public static double ImagesPerSecond(DemoRecord record) => record.Status?.Trainers.Sum(t => t.ImagesPerSecond) ?? 0;

    /// <summary>The newest evaluation of every domain.</summary>
    public static IReadOnlyList<EvaluationResult> Newest(DemoRecord record) =>
        [.. record.History.GroupBy(r => r.Domain).Select(d => d.Last())];

    /// <summary>Time since the first step.</summary>
    public static TimeSpan Elapsed(DemoRecord record, DateTimeOffset now) => record.FirstStep is { } first && now > first ? now - first : TimeSpan.Zero;

    /// <summary>Minutes and seconds.</summary>
    public static string Clock(TimeSpan time) => $"{(int)time.TotalMinutes}:{time.Seconds:00}";

    /// <summary>A large number, short.</summary>
    public static string Amount(double number) => number switch
    {
        >= 1e9 => $"{number / 1e9:0.0}G",
        >= 1e6 => $"{number / 1e6:0.0}M",
        >= 1e3 => $"{number / 1e3:0.0}k",
        _ => $"{number:0}",
    };
}
