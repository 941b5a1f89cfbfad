using System.ComponentModel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Prcl.Contracts;
using Prcl.Contracts.Runs;
using Prcl.Silo.Http.Doors;

namespace Prcl.Silo.Http.Api;

/// <summary>What a run looked like over its whole life.</summary>
internal static class MetricsRoutes
{
    /// <summary>Adds the route.</summary>
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapRun("losses").MapGet("/metrics-history", List).Needs(Scope.Read)
            .WithSummary("Losses, coverage, uncertainty, speed and backlog by committed round, oldest first, thinned over the whole run");

    private static async Task<Ok<MetricsAnswer>> List(string run, [FromQuery(Name = "after"), Description("Only rounds after this one")] long? after, IGrainFactory grains) =>
        after is < -1
            ? throw new PrclRequestException($"after is {after}; it must be -1 or more.") { Code = RequestErrorCode.BadValue }
            : TypedResults.Ok(new MetricsAnswer(await grains.GetGrain<IRunGrain>(run).Metrics(after ?? -1)));

    /// <summary>A run over time.</summary>
    /// <param name="Points">A point a round, those that are kept.</param>
    internal sealed record MetricsAnswer(MetricsPoint[] Points);
}
