using Prcl.Contracts;
using Prcl.Contracts.Evaluation;
using Prcl.Contracts.Runs;

namespace Prcl.Client.Compare;

/// <summary>One of the two that are compared: a run, or a version of it, with what it has measured by itself.</summary>
/// <param name="Name">As it was asked for, with the version's number.</param>
/// <param name="Run">The run.</param>
/// <param name="Version">The version; null: the newest that was measured, domain by domain.</param>
/// <param name="Scores">The results, one a domain.</param>
internal sealed record RunSide(string Name, RunDescription Run, long? Version, IReadOnlyList<EvaluationResult> Scores)
{
    /// <summary>Finds one.</summary>
    /// <param name="client">Asks the cluster.</param>
    /// <param name="text"><c>run</c>, <c>run:12</c> or <c>run:best</c>.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="PrclRequestException">There is no such run or version.</exception>
    /// <exception cref="UsageException">The text is no such thing.</exception>
    public static async Task<RunSide> Find(PrclClient client, string text, CancellationToken cancellation)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        var run = await Runs.RunChoice.Choose(client.Runs, colon < 0 ? text : text[..colon], cancellation);
        long? version = colon < 0 ? null : await client.Models.Find(run.Name, text[(colon + 1)..], cancellation);
        var measured = (await client.Evaluation.History(run.Name, cancellation)).Where(r => version is null || r.Version == version);
        return new RunSide(
            version is null ? run.Name : $"{run.Name}:{version}", run, version, [.. measured.GroupBy(r => r.Domain).Select(d => d.MaxBy(r => r.Version)!)]);
    }

    /// <summary>The result in a domain; null where it wasn't measured.</summary>
    public EvaluationResult? In(string domain) => Scores.FirstOrDefault(s => s.Domain == domain);
}
