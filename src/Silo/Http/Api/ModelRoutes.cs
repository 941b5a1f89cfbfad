using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Prcl.Contracts;
using Prcl.Contracts.Evaluation;
using Prcl.Contracts.Models;
using Prcl.Contracts.Runs;
using Prcl.Silo.Http.Api.Conditions;
using Prcl.Silo.Http.Api.Documents;
using Prcl.Silo.Http.Api.Lists;
using Prcl.Silo.Http.Api.Models;
using Prcl.Silo.Http.Doors;

namespace Prcl.Silo.Http.Api;

/// <summary>Model versions: list, export, roll training back.</summary>
internal static class ModelRoutes
{
    private const string Octets = "application/octet-stream";

    /// <summary>Adds them.</summary>
    public static void Map(IEndpointRouteBuilder api)
    {
        var run = api.MapRun("models");
        run.MapGet("/models", List).Needs(Scope.Read).WithSummary("Every kept version, oldest first, with aliases and scores");
        run.MapGet("/models/{version}", Get).Needs(Scope.Read).WithSummary("A kept version, by number or alias");
        run.MapGet("/models/{version}/file", File).Needs(Scope.Read).Produces<byte[]>(StatusCodes.Status200OK, Octets).Produces<byte[]>(StatusCodes.Status206PartialContent, Octets)
            .Produces(StatusCodes.Status304NotModified).Produces(StatusCodes.Status416RangeNotSatisfiable)
            .WithSummary("A version as a safetensors file, by number or alias; Range goes on where a download broke off");
        run.MapPost("/rollbacks", RollBack).Needs(Scope.Admin).ProducesProblem(StatusCodes.Status409Conflict)
            .WithSummary("Roll training back to a kept version: what the open round has learned is lost; a repeat changes nothing");
    }

    private static async Task<Ok<Page<ModelDocument>>> List(string run, IGrainFactory grains, [AsParameters] PageQuery page)
    {
        var (models, measured) = (await grains.GetGrain<IRunGrain>(run).Models(), await grains.GetGrain<IEvaluatorGrain>(run).History());
        var part = page.Part(models, m => m.Version.ToString("D19", CultureInfo.InvariantCulture));
        return TypedResults.Ok(new Page<ModelDocument>([.. part.Items.Select(m => ModelDocument.Of(m, measured))], part.Next));
    }

    private static async Task<Ok<ModelDocument>> Get(string run, string version, IGrainFactory grains)
    {
        var (grain, measured) = (grains.GetGrain<IRunGrain>(run), await grains.GetGrain<IEvaluatorGrain>(run).History());
        await RunRoutes.Require(grains, run);
        return await grain.Model(version) is { } model && Array.Find(await grain.Models(), m => m.Version == model.Version) is { } summary
            ? TypedResults.Ok(ModelDocument.Of(summary, measured))
            : throw new PrclRequestException($"Run '{run}' keeps no version '{version}'.") { Code = RequestErrorCode.NoSuchVersion };
    }

    private static async Task<IResult> File(string run, string version, IGrainFactory grains)
    {
        var grain = grains.GetGrain<IModelFileGrain>(run);
        var file = await grain.Describe(version);
        var number = file.Version.ToString(CultureInfo.InvariantCulture);
        return TypedResults.Stream(new ModelFileStream(grain, file), Octets, $"{run}-{number}.safetensors", entityTag: Etags.Of(number), enableRangeProcessing: true);
    }

    private static async Task<Ok<RollBackAnswer>> RollBack(string run, RollBackBody body, IGrainFactory grains)
    {
        var grain = grains.GetGrain<IRunGrain>(run);

        // Whose answer got lost asks again, perhaps much later.
        if ((await grain.Models()).MaxBy(m => m.Version)?.RolledBackTo == body.Version)
        {
            var now = await grain.Current();
            return TypedResults.Ok(new RollBackAnswer(now.Epoch, now.Round, now.Version, false));
        }

        var start = await grain.RollBack(body.Version, (await RunRoutes.Require(grains, run)).Epoch);
        return TypedResults.Ok(new RollBackAnswer(start.Epoch, start.Round, start.Version, true));
    }

    /// <summary>Where training goes back to.</summary>
    /// <param name="Version">A kept version.</param>
    internal sealed record RollBackBody(long Version);

    /// <summary>Where training goes on.</summary>
    /// <param name="Epoch">The run's epoch.</param>
    /// <param name="Round">The open round.</param>
    /// <param name="Version">The version that it begins from: a copy of the one asked for.</param>
    /// <param name="IsNew">Whether this request has begun the epoch; false where the newest version is a copy of that one already.</param>
    internal sealed record RollBackAnswer(int Epoch, long Round, long Version, bool IsNew);
}
