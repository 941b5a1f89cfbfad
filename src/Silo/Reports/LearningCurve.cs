using Prcl.Contracts.Evaluation;
using Prcl.Silo.Demo;

namespace Prcl.Silo.Reports;

/// <summary>
/// A domain's mIoU while the model goes on learning, beside the frozen one: the run's baseline, the last version before the first
/// unlabelled image. Background points look at a sample of the frames, the last ones at all, and both lines at the same.
/// </summary>
/// <param name="Domain">The domain.</param>
/// <param name="Learning">Measurements of newer and newer versions, oldest first; the last is the final one.</param>
/// <param name="Frozen">The baseline's mIoU where the lines can be compared; empty where nobody has measured it.</param>
internal sealed record LearningCurve(string Domain, IReadOnlyList<EvaluationResult> Learning, IReadOnlyList<CurvePoint> Frozen)
{
    /// <summary>What learning has gained at last, in points; NaN where that isn't known.</summary>
    public double Gain => Learning.Count > 0 && Frozen.Count > 0 && Frozen[^1].Seconds == Learning[^1].Seconds ? Learning[^1].MeanIou - Frozen[^1].Miou : double.NaN;

    /// <summary>Forgetting: how far learning is at last below the frozen model, in points, 0 where it isn't; NaN where that isn't known.</summary>
    public double Forgotten => Math.Max(0, -Gain);

    /// <summary>The curve of what a demo has seen so far.</summary>
    public static LearningCurve Of(DemoRecord record, string domain)
    {
        var (background, final) = (InOrder([.. record.History.Where(r => r.Domain == domain)]), record.Final.Find(r => r.Domain == domain));
        return new LearningCurve(domain, final is null ? background : [.. background, final], FrozenOf(record, domain, background, final));
    }

    // A version that was measured late, for comparison, is no point of the line.
    private static List<EvaluationResult> InOrder(EvaluationResult[] byVersion) =>
        [.. byVersion.Where((r, i) => byVersion.Skip(i + 1).All(later => later.Seconds > r.Seconds))];

    private static List<CurvePoint> FrozenOf(DemoRecord record, string domain, List<EvaluationResult> background, EvaluationResult? final)
    {
        var points = new List<CurvePoint>();
        if (record.Status?.Comparison?.FirstOrDefault(c => c.Domain == domain)?.Baseline is { } sampled)
        {
            points.AddRange(background.Where(r => r.Version >= sampled.Version).Select(r => new CurvePoint(r.Seconds, sampled.MeanIou)));
        }

        if (final is not null && record.Frozen.Find(r => r.Domain == domain) is { } frozen)
        {
            points.Add(new CurvePoint(final.Seconds, frozen.MeanIou));
        }

        return points;
    }
}
