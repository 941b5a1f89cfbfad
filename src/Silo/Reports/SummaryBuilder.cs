using Prcl.Contracts.Evaluation;
using Prcl.Silo.Demo;

namespace Prcl.Silo.Reports;

/// <summary>Makes the summary of what a demo has seen.</summary>
internal static class SummaryBuilder
{
    private const int MostPoints = 2000;

    /// <summary>The summary.</summary>
    /// <param name="record">What was seen.</param>
    /// <param name="plan">The frames.</param>
    /// <param name="settings">The run's settings.</param>
    /// <param name="memory">Samples and peak of resident memory.</param>
    public static Summary Build(DemoRecord record, DemoPlan plan, IReadOnlyDictionary<string, string> settings, (IReadOnlyList<MemoryPoint> Points, long Peak) memory) => new()
    {
        Source = plan.Description,
        Ending = record.Ending,
        Settings = settings,
        Classes = [.. plan.Classes.Classes.Select(c => c.Name)],
        Domains = [.. plan.Domains.Select(d => Score(record, d.Name, plan.Classes.Count))],
        Extra = [.. record.Extra.Select(e => new DomainScore(e.Domain, e.Images, e.MeanIou, e.PerClassIou, [Point(record, e)], double.NaN, None(plan.Classes.Count)))],
        Losses = [.. Thinning.Of(record.Losses, MostPoints).Select(l => new LossPoint(l.Step, l.Total, l.Supervised, l.Unsupervised, l.Contrastive, l.Coverage, l.LearningRate))],
        Steps = record.Steps,
        Rounds = record.Status?.Round ?? 0,
        ImagesPerSecond = record.Trained > TimeSpan.Zero ? (record.Status?.ImagesTrained ?? 0) / record.Trained.TotalSeconds : 0,
        WallSeconds = record.Trained.TotalSeconds,
        TensorSeconds = record.Status?.Trainers.Sum(t => t.TensorSeconds) ?? 0,
        PeakMemoryBytes = memory.Peak,
        Memory = Thinning.Of(memory.Points, MostPoints),
        Prototypes = [.. record.Prototypes.Select(p => new PrototypeFigures(p.ClassName, p.Evidence, p.Drift))],
        Notes = [.. record.Notes],
    };

    // Where the last version wasn't measured on every frame (the demo was interrupted), the newest background figure stands in.
    private static DomainScore Score(DemoRecord record, string domain, int classes)
    {
        var curve = LearningCurve.Of(record, domain);
        var last = curve.Learning is [.., var newest] ? newest : null;
        var frozen = double.IsNaN(curve.Gain) ? null
            : record.Frozen.Find(r => r.Domain == domain) is { } final ? new ModelScore(final.Version, final.MeanIou, final.PerClassIou)
            : record.Status?.Comparison?.FirstOrDefault(c => c.Domain == domain)?.Baseline;
        return new DomainScore(
            domain,
            last?.Images ?? 0,
            last?.MeanIou ?? double.NaN,
            last?.PerClassIou ?? None(classes),
            [.. Thinning.Of(curve.Learning, MostPoints).Select(r => Point(record, r))],
            frozen?.MeanIou ?? double.NaN,
            frozen?.PerClassIou ?? None(classes));
    }

    private static double[] None(int classes) => [.. Enumerable.Repeat(double.NaN, classes)];

    private static HistoryPoint Point(DemoRecord record, EvaluationResult result) => new(record.SinceFirstStep(result.Seconds), result.ImagesTrained, result.MeanIou);
}
