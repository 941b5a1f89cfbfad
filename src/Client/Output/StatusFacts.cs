using System.Globalization;
using Prcl.Client.Runs;
using Prcl.Contracts.Evaluation;
using Prcl.Contracts.Runs;

namespace Prcl.Client.Output;

/// <summary>What a status doesn't say by itself, but a person wants to know with it.</summary>
/// <param name="Classes">The classes' names, by id.</param>
/// <param name="Steps">Steps at which training ends; null where it doesn't.</param>
/// <param name="Measured">Results by version and domain, oldest first; empty where nobody can be asked.</param>
/// <param name="Footprint">What the run takes of the disk; null where nobody can be asked.</param>
internal sealed record StatusFacts(string[] Classes, long? Steps, EvaluationResult[] Measured, RunFootprint? Footprint)
{
    /// <summary>Asks for it. What an earlier silo, or a cluster without predictors, can't tell is left out.</summary>
    public static async Task<StatusFacts> Ask(PrclClient client, RunDescription run, CancellationToken cancellation) => new(
        ClassNames.Of(run.ClassesJson),
        run.Settings.GetValueOrDefault("schedule") == "polynomial" && long.TryParse(run.Settings.GetValueOrDefault("total-steps"), NumberStyles.None, CultureInfo.InvariantCulture, out var steps) ? steps : null,
        await OrElse<EvaluationResult[]>(() => client.Evaluation.History(run.Name, cancellation), []),
        await OrElse<RunFootprint?>(async () => await client.Runs.Footprint(run.Name, cancellation), null));

    private static async Task<T> OrElse<T>(Func<Task<T>> ask, T unknown)
    {
        try
        {
            return await ask();
        }
        catch (Exception failure) when (failure is OrleansException or TimeoutException or Contracts.PrclRequestException)
        {
            return unknown;
        }
    }
}
