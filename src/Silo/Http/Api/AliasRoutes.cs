using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Prcl.Contracts;
using Prcl.Contracts.Runs;
using Prcl.Silo.Http.Api.Conditions;
using Prcl.Silo.Http.Api.Lists;
using Prcl.Silo.Http.Doors;

namespace Prcl.Silo.Http.Api;

/// <summary>Names of model versions: <c>serving</c>, <c>best</c>, <c>baseline</c>, and people's own.</summary>
internal static class AliasRoutes
{
    /// <summary>Adds them.</summary>
    public static void Map(IEndpointRouteBuilder api)
    {
        var run = api.MapRun("models");
        run.MapGet("/aliases", List).Needs(Scope.Read).WithSummary("Every alias with its version");
        run.MapGet("/aliases/{alias}", Get).Needs(Scope.Read).Produces<AliasDocument>().Produces(StatusCodes.Status304NotModified)
            .WithSummary("The version of an alias; its ETag is the version");
        run.MapPut("/aliases/{alias}", Move).Needs(Scope.Admin).ProducesProblem(StatusCodes.Status412PreconditionFailed)
            .WithSummary("Move an alias to a kept version, such as serving; with If-Match only if it still is where it was");
        run.MapDelete("/aliases/{alias}", Remove).Needs(Scope.Admin).ProducesProblem(StatusCodes.Status412PreconditionFailed)
            .WithSummary("Take an alias away; without serving predictors serve the newest version");
    }

    private static async Task<Ok<Page<AliasDocument>>> List(string run, IGrainFactory grains, [AsParameters] PageQuery page) =>
        TypedResults.Ok(page.Part((await All(run, grains)).Select(a => new AliasDocument(a.Key, a.Value)), a => a.Alias));

    private static async Task<IResult> Get(string run, string alias, IGrainFactory grains, HttpContext context)
    {
        var version = (await All(run, grains)).TryGetValue(alias, out var found)
            ? found
            : throw new PrclRequestException($"Run '{run}' has no alias '{alias}'.") { Code = RequestErrorCode.NoSuchVersion };
        context.Response.Headers.ETag = Etags.Of(Tag(version)!).ToString();
        return TypedResults.Ok(new AliasDocument(alias, version));
    }

    private static async Task<Ok<AliasDocument>> Move(string run, string alias, AliasBody body, IGrainFactory grains, HttpRequest request)
    {
        await RequireUnchanged(run, alias, grains, request);
        await grains.GetGrain<IRunGrain>(run).MoveAlias(alias, body.Version);
        return TypedResults.Ok(new AliasDocument(alias, body.Version));
    }

    private static async Task<NoContent> Remove(string run, string alias, IGrainFactory grains, HttpRequest request)
    {
        await RequireUnchanged(run, alias, grains, request);
        await grains.GetGrain<IRunGrain>(run).RemoveAlias(alias);
        return TypedResults.NoContent();
    }

    private static async Task RequireUnchanged(string run, string alias, IGrainFactory grains, HttpRequest request) =>
        Etags.Require(request, (await All(run, grains)).TryGetValue(alias, out var version) ? Tag(version) : null);

    private static async Task<Dictionary<string, long>> All(string run, IGrainFactory grains) =>
        (await grains.GetGrain<IRunGrain>(run).Models()).SelectMany(m => m.Aliases.Select(a => (Alias: a, m.Version))).ToDictionary(a => a.Alias, a => a.Version, StringComparer.Ordinal);

    private static string? Tag(long version) => version.ToString(CultureInfo.InvariantCulture);

    /// <summary>Where an alias goes.</summary>
    /// <param name="Version">A kept version.</param>
    internal sealed record AliasBody(long Version);

    /// <summary>An alias.</summary>
    /// <param name="Alias">Its name.</param>
    /// <param name="Version">The version that it names.</param>
    internal sealed record AliasDocument(string Alias, long Version);
}
