using Prcl.Contracts.Evaluation;
using Prcl.Grains.Histories;

namespace Prcl.Grains.Evaluation;

/// <summary>Results by version, thinned so that they don't grow and still span the whole run.</summary>
internal static class EvaluationHistory
{
    /// <summary>Results that are kept at most, except that a version's results stay together.</summary>
    public const int Capacity = 2000;

    /// <summary>Adds results of a version in the order of versions; they replace earlier ones of the same domains. Of what is counted of their reliability only the figures are kept.</summary>
    public static void Add(List<EvaluationResult> history, IReadOnlyList<EvaluationResult> results)
    {
        foreach (var result in results)
        {
            history.RemoveAll(r => r.Version == result.Version && r.Domain == result.Domain);
            history.Insert(history.FindLastIndex(r => r.Version <= result.Version) + 1, result with { Reliability = null });
        }

        while (history.Count > Capacity && history.Select(r => r.Version).Distinct().ToArray() is { Length: > 2 } versions)
        {
            var missedLeast = versions[Thinning.LeastMissed(versions)];
            history.RemoveAll(r => r.Version == missedLeast);
        }
    }
}
