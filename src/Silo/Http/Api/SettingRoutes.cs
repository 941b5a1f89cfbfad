using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Prcl.Contracts.Runs;
using Prcl.Silo.Http.Api.Lists;
using Prcl.Silo.Http.Doors;

namespace Prcl.Silo.Http.Api;

/// <summary>What a run's settings may be.</summary>
internal static class SettingRoutes
{
    /// <summary>Adds the list.</summary>
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/settings", List).Needs(Scope.Read).WithTags("runs").WithSummary("Every setting of a run: name, default, range, unit, meaning");

    private static async Task<Ok<Page<SettingDescription>>> List(IGrainFactory grains, [AsParameters] PageQuery page) =>
        TypedResults.Ok(page.Part(await grains.GetGrain<IRunCatalogGrain>(0).Settings(), s => s.Name));
}
