using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Prcl.Contracts;
using Prcl.Contracts.Prototypes;
using Prcl.Grains.Runs;
using Prcl.Silo.Http.Api.Prototypes;
using Prcl.Silo.Http.Doors;

namespace Prcl.Silo.Http.Api;

/// <summary>Prototypes as pictures have them: where classes lie on a plane, and how one moved.</summary>
internal static class PrototypeHistoryRoutes
{
    private const int MostNegatives = 256;
    private const int UsualNegatives = 16;

    /// <summary>Adds them.</summary>
    public static void Map(IEndpointRouteBuilder api)
    {
        var run = api.MapRun("prototypes");
        run.MapGet("/prototypes/map", Draw).Needs(Scope.Read)
            .WithSummary("The classes on the plane of the two principal components of their unit means, with virtual negatives");
        run.MapGet("/prototypes/{classId}/history", Moves).Needs(Scope.Read)
            .WithSummary("Evidence, spread and drift of a class by committed round, oldest first, thinned over the whole run");
    }

    private static async Task<Ok<PrototypeMap>> Draw(
        string run,
        [FromQuery(Name = "count"), Range(0, MostNegatives), DefaultValue(UsualNegatives), Description("Virtual negatives a class")] int? count,
        [FromQuery(Name = "seed"), Range(0, int.MaxValue), DefaultValue(0), Description("Which ones: the same seed draws the same ones while the prototype stays")] int? seed,
        IGrainFactory grains,
        RunStore runs)
    {
        if (count is < 0 or > MostNegatives || seed < 0)
        {
            throw new PrclRequestException($"count is {count ?? UsualNegatives} and seed {seed ?? 0}; count must be from 0 to {MostNegatives}, seed 0 or more.") { Code = RequestErrorCode.BadValue };
        }

        var classes = (await runs.Get(run)).Classes;
        IPrototypeGrain[] all = [.. Enumerable.Range(0, classes.Count).Select(k => grains.GetGrain<IPrototypeGrain>(PrclNames.PrototypeKey(run, k)))];
        var prototypes = await Task.WhenAll(all.Select(p => p.Query()));
        var negatives = await Task.WhenAll(all.Select(p => p.VirtualNegatives(seed ?? 0, count ?? UsualNegatives)));
        return TypedResults.Ok(PrototypeMap.Of(prototypes, negatives, classes));
    }

    private static async Task<Ok<MovesAnswer>> Moves(string run, int classId, IGrainFactory grains)
    {
        var prototype = await grains.GetGrain<IPrototypeGrain>(PrclNames.PrototypeKey(run, classId)).Query();
        return TypedResults.Ok(new MovesAnswer(classId, Array.ConvertAll(prototype.DriftHistory, p => new MovePoint(p.Round, p.Clock, p.Evidence, p.Spread, p.Distance))));
    }

    /// <summary>A class over time.</summary>
    /// <param name="Class">The class.</param>
    /// <param name="Points">A point a round, those that are kept.</param>
    internal sealed record MovesAnswer(int Class, MovePoint[] Points);

    /// <summary>A prototype after a round.</summary>
    /// <param name="Round">The committed round.</param>
    /// <param name="Clock">Image draws that the run had trained on then; null in rounds folded by an earlier program, as what follows.</param>
    /// <param name="Evidence">Pixels, after forgetting.</param>
    /// <param name="Spread">How wide the class was: the root of the mean spread variance.</param>
    /// <param name="Drift">How far it moved in the round, L2 distance of unit means.</param>
    internal sealed record MovePoint(long Round, long? Clock, double? Evidence, double? Spread, double Drift);
}
