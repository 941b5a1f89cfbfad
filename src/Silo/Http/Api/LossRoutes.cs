using System.ComponentModel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Prcl.Contracts.Runs;
using Prcl.Contracts.Trainers;
using Prcl.Silo.Http.Doors;

namespace Prcl.Silo.Http.Api;

/// <summary>Losses of a run's trainers, the last 1,000 steps of each.</summary>
internal static class LossRoutes
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>Adds the route.</summary>
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapRun("losses").MapGet("/losses", List).Needs(Scope.Read).WithSummary("Losses, coverage and learning rate of steps, trainer by trainer");

    private static async Task<Ok<LossAnswer>> List(
        string run, [FromQuery(Name = "after"), Description("Only steps after this one")] long? after, IGrainFactory grains)
    {
        var status = await grains.GetGrain<IRunGrain>(run).Status();
        return TypedResults.Ok(new LossAnswer([.. await Task.WhenAll(status.Trainers.Select(t => Of(t.Key, after ?? 0, grains)))]));
    }

    // A trainer that has left or doesn't answer has no losses to tell; the others have.
    private static async Task<TrainerLosses> Of(string key, long after, IGrainFactory grains)
    {
        try
        {
            return new TrainerLosses(key, await grains.GetGrain<ITrainerGrain>(key).Losses(after).WaitAsync(Patience));
        }
        catch (Exception failure) when (failure is TimeoutException or OrleansException)
        {
            return new TrainerLosses(key, null);
        }
    }

    /// <summary>Losses by trainer.</summary>
    /// <param name="Items">The run's trainers.</param>
    internal sealed record LossAnswer(TrainerLosses[] Items);

    /// <summary>Losses of a trainer.</summary>
    /// <param name="Trainer">run / silo / device.</param>
    /// <param name="Losses">Steps, oldest first; null when it didn't answer.</param>
    internal sealed record TrainerLosses(string Trainer, StepLosses[]? Losses);
}
