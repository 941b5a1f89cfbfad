using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Prcl.Contracts;
using Prcl.Contracts.Predictors;
using Prcl.Contracts.Runs;
using Prcl.Silo.Http.Api.Bodies;
using Prcl.Silo.Http.Api.Documents;
using Prcl.Silo.Http.Doors;

namespace Prcl.Silo.Http.Api;

/// <summary>Segments images.</summary>
internal static class PredictRoutes
{
    private const string Version = "Prcl-Version";

    /// <summary>Adds the route.</summary>
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapRun("predict").MapPost("/predict", Predict).Needs(Scope.Predict).TakesUpTo(BodyLimits.Image).Accepts<byte[]>(Body.Png, Body.Jpeg)
            .Produces<PredictionDocument>().Produces<byte[]>(StatusCodes.Status200OK, Body.Png)
            .ProducesProblem(StatusCodes.Status413PayloadTooLarge).ProducesProblem(StatusCodes.Status415UnsupportedMediaType).ProducesProblem(StatusCodes.Status422UnprocessableEntity)
            .WithSummary("Segment an image; the model version that answered stands in Prcl-Version");

    private static async Task<IResult> Predict(
        string run,
        [FromQuery(Name = "output"), RegularExpression("^(index|colour|overlay|uncertainty|uncertainty16|json)$"), Description("What to answer: a PNG of one kind, or shares as JSON"), DefaultValue("json")] string? output,
        [FromQuery(Name = "version"), Description("A version's number or alias; without it the alias serving, or the newest")] string? version,
        HttpRequest request,
        IGrainFactory grains)
    {
        var (kind, number) = (Output(output), version is null ? null : (long?)await Number(run, version, grains));
        var image = await Body.Image(request);
        var prediction = await grains.GetGrain<IPredictorGrain>(run).Predict(new PredictRequest("image", image, kind.Picture(), number));
        request.HttpContext.Response.Headers[Version] = prediction.Version.ToString(CultureInfo.InvariantCulture);
        return kind.Of(prediction) is { } picture ? TypedResults.Bytes(picture, Body.Png) : TypedResults.Ok(PredictionDocument.Of(prediction));
    }

    private static PredictionOutput Output(string? text) => text is null ? PredictionOutput.Json
        : Enum.GetValues<PredictionOutput>().Cast<PredictionOutput?>().FirstOrDefault(o => NameOf(o!.Value) == text)
        ?? throw new PrclRequestException($"output is {Printable.Quoted(text)}; it must be one of {string.Join(", ", Enum.GetValues<PredictionOutput>().Select(NameOf))}.")
        {
            Code = RequestErrorCode.BadValue,
        };

    private static string NameOf(PredictionOutput output) => output.ToString().ToLowerInvariant();

    private static async Task<long> Number(string run, string versionOrAlias, IGrainFactory grains) =>
        (await grains.GetGrain<IRunGrain>(run).Model(versionOrAlias))?.Version
            ?? throw new PrclRequestException($"Run '{run}' keeps no version '{versionOrAlias}'.") { Code = RequestErrorCode.NoSuchVersion };
}
