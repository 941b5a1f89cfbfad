using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Runtime.InteropServices;
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
    private const string Octets = "application/octet-stream";
    private const string Version = "Prcl-Version";
    private const string Shape = "Prcl-Shape";

    /// <summary>Adds the routes.</summary>
    public static void Map(IEndpointRouteBuilder api)
    {
        var run = api.MapRun("predict");
        run.MapPost("/predict", Predict).Needs(Scope.Predict).TakesUpTo(BodyLimits.Image).Accepts<byte[]>(Body.Png, Body.Jpeg)
            .Produces<PredictionDocument>().Produces<byte[]>(StatusCodes.Status200OK, Body.Png)
            .ProducesProblem(StatusCodes.Status413PayloadTooLarge).ProducesProblem(StatusCodes.Status415UnsupportedMediaType).ProducesProblem(StatusCodes.Status422UnprocessableEntity)
            .WithSummary("Segment an image; the model version that answered stands in Prcl-Version");
        run.MapPost("/predict/scores", Scores).Needs(Scope.Predict).TakesUpTo(BodyLimits.Image).Accepts<byte[]>(Body.Png, Body.Jpeg)
            .Produces<byte[]>(StatusCodes.Status200OK, Octets)
            .ProducesProblem(StatusCodes.Status413PayloadTooLarge).ProducesProblem(StatusCodes.Status415UnsupportedMediaType).ProducesProblem(StatusCodes.Status422UnprocessableEntity)
            .WithSummary("Every class's probability and prototype score at places all over an image: float32, little-endian; Prcl-Shape says 2,classes,rows,columns");
    }

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

    private static async Task<IResult> Scores(
        string run,
        [FromQuery(Name = "version"), Description("A version's number or alias; without it the alias serving, or the newest")] string? version,
        HttpRequest request,
        IGrainFactory grains)
    {
        var number = version is null ? null : (long?)await Number(run, version, grains);
        var scores = await grains.GetGrain<IPredictorGrain>(run).Scores(new ScoreRequest("image", await Body.Image(request), number));
        var headers = request.HttpContext.Response.Headers;
        headers[Version] = scores.Version.ToString(CultureInfo.InvariantCulture);
        headers[Shape] = string.Create(CultureInfo.InvariantCulture, $"2,{scores.Scores.Length / (scores.Rows * scores.Columns)},{scores.Rows},{scores.Columns}");
        return TypedResults.Bytes(MemoryMarshal.AsBytes<float>([.. scores.Probabilities, .. scores.Scores]).ToArray(), Octets);
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
