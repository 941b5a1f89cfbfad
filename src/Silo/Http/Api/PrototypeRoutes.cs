using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Runtime.InteropServices;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Prcl.Contracts;
using Prcl.Contracts.Prototypes;
using Prcl.Grains.Runs;
using Prcl.Silo.Http.Api.Conditions;
using Prcl.Silo.Http.Api.Documents;
using Prcl.Silo.Http.Api.Lists;
using Prcl.Silo.Http.Api.Prototypes;
using Prcl.Silo.Http.Doors;

namespace Prcl.Silo.Http.Api;

/// <summary>A run's class prototypes, training or not.</summary>
internal static class PrototypeRoutes
{
    private const string Octets = "application/octet-stream";
    private const string Shape = "Prcl-Shape";
    private const int MostNegatives = 4096;

    /// <summary>Adds them.</summary>
    public static void Map(IEndpointRouteBuilder api)
    {
        var run = api.MapRun("prototypes");
        run.MapGet("/prototypes", List).Needs(Scope.Read).WithSummary("Every class prototype, without vectors");
        run.MapGet("/prototypes/{classId}", Get).Needs(Scope.Read).Produces<PrototypeView>().Produces(StatusCodes.Status304NotModified)
            .WithSummary("A class prototype: mean, variances, evidence, drift");
        run.MapGet("/prototypes/{classId}/neighbours", Near).Needs(Scope.Read).WithSummary("The other classes, nearest first, by mutual likelihood");
        run.MapGet("/prototypes/{classId}/virtual-negatives", Negatives).Needs(Scope.Read).Produces<byte[]>(StatusCodes.Status200OK, Octets)
            .WithSummary("Virtual negatives of a class: float32, little-endian, row by row; Prcl-Shape says rows,columns. None while the prototype is stale");
        run.MapPost("/prototypes/nearest", Nearest).Needs(Scope.Read).WithSummary("The classes nearest to a vector");
    }

    private static async Task<Ok<Page<PrototypeDocument>>> List(string run, IGrainFactory grains, RunStore runs, [AsParameters] PageQuery page)
    {
        var part = page.Part(Enumerable.Range(0, (await runs.Get(run)).Classes.Count), k => k.ToString("D9", CultureInfo.InvariantCulture));
        var views = await Task.WhenAll(part.Items.Select(k => Grain(grains, run, k).Query()));
        return TypedResults.Ok(new Page<PrototypeDocument>([.. views.Select(PrototypeDocument.Of)], part.Next));
    }

    private static async Task<IResult> Get(string run, int classId, IGrainFactory grains, HttpContext context) =>
        Etags.Json(context, await Grain(grains, run, classId).Query());

    private static async Task<Ok<NeighbourAnswer>> Near(string run, int classId, IGrainFactory grains, RunStore runs)
    {
        var own = await Grain(grains, run, classId).Query();
        var others = (await All(run, grains, runs)).Where(p => p.ClassId != classId);
        return TypedResults.Ok(new NeighbourAnswer(own.Mean.Any(x => x != 0) ? Neighbours.Rank(own.Mean, own.SpreadVariance, others) : []));
    }

    private static async Task<IResult> Negatives(
        string run, int classId, [FromQuery, Range(1, MostNegatives)] int count, [FromQuery, Range(0, int.MaxValue)] int? step, IGrainFactory grains, RunStore runs, HttpContext context)
    {
        if (count is < 1 or > MostNegatives || step < 0)
        {
            throw Bad($"count is {count} and step {step ?? 0}; count must be from 1 to {MostNegatives}, step 0 or more");
        }

        var drawn = await Grain(grains, run, classId).VirtualNegatives(step ?? 0, count);
        var columns = (await runs.Get(run)).Settings.RepresentationWidth;
        context.Response.Headers[Shape] = string.Create(CultureInfo.InvariantCulture, $"{drawn.Length / columns},{columns}");
        return TypedResults.Bytes(MemoryMarshal.AsBytes(drawn.AsSpan()).ToArray(), Octets);
    }

    private static async Task<Ok<NeighbourAnswer>> Nearest(string run, NearestBody body, IGrainFactory grains, RunStore runs)
    {
        var prototypes = await All(run, grains, runs);
        var width = (await runs.Get(run)).Settings.RepresentationWidth;
        var variance = body.Variance ?? new double[body.Mean.Length];
        if (body.Mean.Length != width || variance.Length != width || !body.Mean.All(double.IsFinite) || body.Mean.All(x => x == 0) || !variance.All(v => double.IsFinite(v) && v >= 0))
        {
            throw Bad($"mean and variance must have {width} finite numbers each (representation-width), not all of the mean 0, none of the variance below 0");
        }

        return TypedResults.Ok(new NeighbourAnswer(Neighbours.Rank(body.Mean, variance, prototypes)));
    }

    private static async Task<PrototypeView[]> All(string run, IGrainFactory grains, RunStore runs) =>
        await Task.WhenAll(Enumerable.Range(0, (await runs.Get(run)).Classes.Count).Select(k => Grain(grains, run, k).Query()));

    private static IPrototypeGrain Grain(IGrainFactory grains, string run, int classId) => grains.GetGrain<IPrototypeGrain>(PrclNames.PrototypeKey(run, classId));

    private static PrclRequestException Bad(string message) => new(message + ".") { Code = RequestErrorCode.BadValue };

    /// <summary>A place among the prototypes.</summary>
    /// <param name="Mean">As many numbers as representations have, not all 0.</param>
    /// <param name="Variance">How wide it is, as many numbers; a point where there are none.</param>
    internal sealed record NearestBody(double[] Mean, double[]? Variance = null);

    /// <summary>Classes, nearest first.</summary>
    /// <param name="Items">Those with evidence.</param>
    internal sealed record NeighbourAnswer(Neighbour[] Items);
}
