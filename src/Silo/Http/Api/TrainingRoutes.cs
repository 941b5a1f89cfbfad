using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Prcl.Contracts.Runs;
using Prcl.Silo.Http.Doors;

namespace Prcl.Silo.Http.Api;

/// <summary>Whether a run trains.</summary>
internal static class TrainingRoutes
{
    /// <summary>Adds the switch.</summary>
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapRun("runs").MapPut("/training", Switch).Needs(Scope.Admin)
            .WithSummary("Start training, or stop it after the open step; a repeat changes nothing");

    private static async Task<Ok<TrainingBody>> Switch(string run, TrainingBody body, IGrainFactory grains)
    {
        var grain = grains.GetGrain<IRunGrain>(run);
        await (body.On ? grain.Start() : grain.Stop());
        return TypedResults.Ok(body);
    }

    /// <summary>Whether a run trains.</summary>
    /// <param name="On">True: it does, as long as there are trainers and images.</param>
    internal sealed record TrainingBody(bool On);
}
