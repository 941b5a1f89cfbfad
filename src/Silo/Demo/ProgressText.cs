using Prcl.Contracts.Evaluation;
using Prcl.Contracts.Trainers;
using Prcl.Silo.Reports;

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
            parts.Add("mIoU " + string.Join(", ", newest.Select(r => Score(record, r))));
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

    /// <summary>What a domain has reached, and by how much that beats the frozen model.</summary>
    public static string Score(DomainScore domain) => !double.IsFinite(domain.FinalMiou) ? $"{domain.Name} not measured"
        : double.IsFinite(domain.FrozenMiou) ? $"{domain.Name} {domain.FinalMiou:0.0} % (frozen {domain.FrozenMiou:0.0})"
        : $"{domain.Name} {domain.FinalMiou:0.0} %";

    /// <summary>A measurement, with the frozen model's on the same frames where there is one.</summary>
    public static string Score(DemoRecord record, EvaluationResult result) =>
        record.Status?.Comparison?.FirstOrDefault(c => c.Domain == result.Domain) is { } compared
            ? $"{result.Domain} {result.MeanIou:0.0} (frozen {compared.Baseline.MeanIou:0.0})"
            : $"{result.Domain} {result.MeanIou:0.0}";

    /// <summary>Percent, one decimal; a dash for none.</summary>
    public static string Miou(double value) => double.IsFinite(value) ? $"{value:0.0}" : "–";

    /// <summary>A curve of a few characters, between its own least and largest value.</summary>
    public static string Spark(IEnumerable<double> values)
    {
        const string Levels = "▁▂▃▄▅▆▇█";
        double[] finite = [.. values.Where(double.IsFinite)];
        if (finite.Length == 0)
        {
            return "";
        }

        var (low, range) = (finite.Min(), Math.Max(1e-9, finite.Max() - finite.Min()));
        return string.Concat(finite.Select(v => Levels[(int)Math.Round((v - low) / range * (Levels.Length - 1))]));
    }

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
