using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Prcl.Contracts;
using Prcl.Contracts.Runs;
using Prcl.Silo.Http.Api.Bodies;
using Prcl.Silo.Http.Api.Conditions;
using Prcl.Silo.Http.Api.Documents;
using Prcl.Silo.Http.Api.Lists;
using Prcl.Silo.Http.Doors;

namespace Prcl.Silo.Http.Api;

/// <summary>Runs: list, create, look at, delete.</summary>
internal static class RunRoutes
{
    /// <summary>Adds them.</summary>
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/runs", List).Needs(Scope.Read).WithTags("runs").WithSummary("Every run, by name");
        var run = api.MapRun("runs");
        run.MapGet("", Get).Needs(Scope.Read).WithSummary("A run as it was created");
        run.MapPut("", Create).Needs(Scope.Admin).TakesUpTo(BodyLimits.RunRequest).ProducesProblem(StatusCodes.Status409Conflict)
            .WithSummary("Create a run; the same request again is fine (200), another one isn't (409)");
        run.MapDelete("", Delete).Needs(Scope.Admin).WithSummary("Delete a run and all that is only its own, though trainers work for it; its name is free then");
        run.MapGet("/status", Status).Needs(Scope.Read).Produces<RunStatus>().Produces(StatusCodes.Status304NotModified)
            .WithSummary("A run at this moment; with If-None-Match 304 while nothing has changed");
    }

    /// <summary>The run of this name.</summary>
    /// <exception cref="PrclRequestException">No such run.</exception>
    public static async Task<RunDescription> Require(IGrainFactory grains, string run) =>
        await grains.GetGrain<IRunGrain>(run).Describe() ?? throw new PrclRequestException($"There is no run '{run}'.") { Code = RequestErrorCode.NoSuchRun };

    private static async Task<Ok<Page<RunDocument>>> List(IGrainFactory grains, [AsParameters] PageQuery page)
    {
        var part = page.Part(await grains.GetGrain<IRunCatalogGrain>(0).List(), r => r.Name);
        return TypedResults.Ok(new Page<RunDocument>([.. part.Items.Select(RunDocument.Of)], part.Next));
    }

    private static async Task<Ok<RunDocument>> Get(string run, IGrainFactory grains) => TypedResults.Ok(RunDocument.Of(await Require(grains, run)));

    private static async Task<Results<Ok<RunDocument>, Created<RunDocument>>> Create(string run, RunBody body, IGrainFactory grains)
    {
        var grain = grains.GetGrain<IRunGrain>(run);
        var isNew = await grain.Describe() is null;
        var made = RunDocument.Of(await grain.Create(body.ToRequest()));
        return isNew ? TypedResults.Created($"/v1/runs/{run}", made) : TypedResults.Ok(made);
    }

    private static async Task<NoContent> Delete(string run, IGrainFactory grains)
    {
        await grains.GetGrain<IRunGrain>(run).Delete((await Require(grains, run)).Generation);
        return TypedResults.NoContent();
    }

    private static async Task<IResult> Status(string run, IGrainFactory grains, HttpContext context) =>
        Etags.Json(context, await grains.GetGrain<IRunGrain>(run).Status());
}
