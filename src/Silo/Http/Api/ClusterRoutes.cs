using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Prcl.Contracts;
using Prcl.Contracts.Cluster;
using Prcl.Contracts.Trainers;
using Prcl.Silo.Http.Api.Lists;
using Prcl.Silo.Http.Doors;

namespace Prcl.Silo.Http.Api;

/// <summary>Silos and their trainers.</summary>
internal static class ClusterRoutes
{
    /// <summary>Adds them.</summary>
    public static void Map(IEndpointRouteBuilder api)
    {
        var cluster = api.MapGroup("").WithTags("cluster");
        cluster.MapGet("/cluster", Silos).Needs(Scope.Read).WithSummary("Every silo that isn't dead, with its trainers");
        cluster.MapPut("/silos/{silo}/trainers", Drain).Needs(Scope.Admin).ProducesProblem(StatusCodes.Status404NotFound)
            .WithSummary("Ask a silo's trainers to hand in and leave, or let them train again");
    }

    private static async Task<Ok<Page<SiloView>>> Silos(IGrainFactory grains, [AsParameters] PageQuery page) =>
        TypedResults.Ok(page.Part(await grains.GetGrain<IClusterGrain>(0).Silos(), s => $"{s.Name} {s.Address}"));

    private static async Task<Ok<SiloTrainers>> Drain(string silo, DrainingBody body, IGrainFactory grains)
    {
        // A grain that lives on the silo of its key can't say that there is no such silo.
        var known = await grains.GetGrain<IClusterGrain>(0).Silos();
        if (!Array.Exists(known, s => s.Name == silo))
        {
            throw new PrclRequestException($"There is no silo '{silo}'; there are {string.Join(", ", known.Select(s => s.Name))}.") { Code = RequestErrorCode.NoSuchSilo };
        }

        var trainers = grains.GetGrain<ISiloTrainersGrain>(silo);
        return TypedResults.Ok(await (body.Draining ? trainers.Drain() : trainers.Resume()));
    }

    /// <summary>Whether a silo trains.</summary>
    /// <param name="Draining">True: every trainer finishes its step, hands in and leaves, and none starts; false: the silo trains again.</param>
    internal sealed record DrainingBody(bool Draining);
}
