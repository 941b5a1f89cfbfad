using Prcl.Contracts.Evaluation;
using Prcl.Contracts.Runs;

namespace Prcl.Client.Output;

/// <summary>The questions that people ask of a status, and their answers in a line each: is it good, is it collapsing, what does it wait for, how long, how much.</summary>
internal static class StatusAnswers
{
    private const double MegaByte = 1e6;

    /// <summary>The lines.</summary>
    public static IEnumerable<string> Of(RunStatus status, StatusFacts facts) => new[]
    {
        Good(status.Comparison ?? []),
        Trend(status.Comparison ?? [], facts.Measured),
        AtZero(status.Comparison ?? [], facts.Classes),
        Collapsing(status),
        Waits(status),
        Left(status, facts.Steps),
        Disk(facts.Footprint),
    }.OfType<string>();

    private static string? Good(DomainComparison[] domains)
    {
        var compared = Array.FindAll(domains, d => double.IsFinite(d.Gain) && d.Newest.Version != d.Baseline.Version);
        return compared.Length == 0 ? null
            : $"is it good? Learning from the stream has gained in {compared.Count(d => d.Gain > 0)} of {compared.Length} domains: {List(compared.Select(d => $"{d.Domain} {Figures.Gain(d.Gain)}"))} points of mIoU";
    }

    // Against the measurement before, where there is one.
    private static string? Trend(DomainComparison[] domains, EvaluationResult[] measured)
    {
        var changes = from domain in domains
                      let before = measured.Where(r => r.Domain == domain.Domain && r.Version < domain.Newest.Version && r.Version > domain.Baseline.Version).MaxBy(r => r.Version)
                      where before is not null && double.IsFinite(domain.Newest.MeanIou - before.MeanIou)
                      select $"{domain.Domain} {Figures.Gain(domain.Newest.MeanIou - before.MeanIou)} since version {before.Version}";
        return List(changes) is { Length: > 0 } list ? $"lately: {list}" : null;
    }

    private static string? AtZero(DomainComparison[] domains, string[] classes)
    {
        var found = from domain in domains
                    let names = domain.Newest.PerClassIou.Index().Where(iou => iou.Item == 0 && iou.Index < classes.Length).Select(iou => classes[iou.Index]).ToArray()
                    where names.Length > 0
                    select $"{string.Join(", ", names)} ({domain.Domain})";
        return List(found) is { Length: > 0 } list ? $"classes at 0: {list}" : null;
    }

    private static string? Collapsing(RunStatus status) => status switch
    {
        { Round: 0 } or { Alarms: null } => null,
        { Alarms.Length: > 0 } => $"is it collapsing? Yes: {List(status.Alarms.Select(a => a.Kind))}",
        _ => "is it collapsing? No sign of it",
    };

    private static string? Waits(RunStatus status) => status.Phase == RunPhase.Training || status.Reason.Length == 0 ? null : $"it waits: {status.Reason}";

    private static string? Left(RunStatus status, long? steps)
    {
        var trainer = status.Trainers.Where(t => t is { WallSeconds: > 0, Traffic.Steps: > 0 }).MaxBy(t => t.Steps);
        if (steps is not { } end || trainer is null || trainer.Steps >= end)
        {
            return null;
        }

        var seconds = (end - trainer.Steps) * trainer.WallSeconds / trainer.Traffic!.Steps;
        return $"left: {Figures.Count(end - trainer.Steps)} of {Figures.Count(end)} steps, about {Duration(seconds)} at this pace";
    }

    private static string? Disk(RunFootprint? footprint) => footprint is null ? null
        : $"disk: {Figures.Rate(footprint.ImageBytes / MegaByte)} MB of images, {Figures.Rate(footprint.OtherBytes / MegaByte)} MB of versions, rounds and logs";

    private static string Duration(double seconds) => seconds switch
    {
        < 90 => $"{seconds:F0} s",
        < 5400 => $"{seconds / 60:F0} min",
        < 172_800 => $"{seconds / 3600:F1} h",
        _ => $"{seconds / 86_400:F1} days",
    };

    private static string List(IEnumerable<string> parts) => string.Join(", ", parts);
}
