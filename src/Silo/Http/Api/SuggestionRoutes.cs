using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Prcl.Contracts;
using Prcl.Contracts.Ingest;
using Prcl.Contracts.Streams;
using Prcl.Silo.Http.Api.Lists;
using Prcl.Silo.Http.Doors;

namespace Prcl.Silo.Http.Api;

/// <summary>What a person should label next.</summary>
internal static class SuggestionRoutes
{
    private const int Usual = 10;
    private const int Most = 100;

    /// <summary>Adds the route.</summary>
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapRun("images").MapGet("/label-next", List).Needs(Scope.Read)
            .WithSummary("Unlabelled images most in doubt, spread over domains and over the classes that the doubt lies on; where fewer are known to be in doubt, others follow");

    private static async Task<Ok<Page<Suggestion>>> List(
        string run, [FromQuery(Name = "n"), Range(1, Most), DefaultValue(Usual), Description("How many")] int? n, IGrainFactory grains)
    {
        var count = n is null or (>= 1 and <= Most) ? n ?? Usual : throw new PrclRequestException($"n is {n}; it must be from 1 to {Most}.") { Code = RequestErrorCode.BadValue };
        return TypedResults.Ok(new Page<Suggestion>([.. (await grains.GetGrain<IIngestGrain>(run).Suggest(count)).Select(Suggestion.Of)], null));
    }

    /// <summary>An image to label.</summary>
    /// <param name="Sha256">Its name in the run.</param>
    /// <param name="Name">The file's name as pushed.</param>
    /// <param name="Domain">The domain.</param>
    /// <param name="Doubt">How much it was in doubt when a trainer last looked at it, 0 to 1; null where none has.</param>
    /// <param name="Class">The predicted class that most of the doubt lies on; null likewise.</param>
    internal sealed record Suggestion(string Sha256, string Name, string Domain, double? Doubt, int? Class)
    {
        /// <summary>The suggestion of an image.</summary>
        public static Suggestion Of(ImageInfo image) => new(image.Sha256, image.Name, image.Domain, image.Doubt?.Mean, image.Doubt?.ClassId);
    }
}
