using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Prcl.Contracts;
using Prcl.Contracts.Predictors;
using Prcl.Contracts.Runs;
using Prcl.Contracts.Versions;
using Prcl.Grains.Runs;
using Prcl.Silo.Health;
using Prcl.Silo.Http.Api;
using Prcl.Silo.Http.Api.Bodies;
using Prcl.Silo.Http.Api.Errors;
using Prcl.Silo.Http.Doors;

namespace Prcl.Silo.Http.Inference;

/// <summary>
/// The open inference protocol, version 2 (KServe, Triton), <c>/v2</c>: a run is a model, its versions are the model's. It is described by its own text, not by the API's document.
/// </summary>
internal static class InferenceRoutes
{
    private const string Model = "/models/{run}";
    private const string Version = Model + "/versions/{version}";

    /// <summary>Adds them.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup("/v2").AddEndpointFilter(ApiRoutes.RequireNames).ExcludeFromDescription();
        api.MapGet("", () => TypedResults.Ok(new { name = "prcl", version = ProgramVersion.Release, extensions = new[] { InferenceNames.BinaryExtension } })).Needs(Scope.Predict);
        api.MapGet("/health/live", async (HealthReport report, CancellationToken cancellation) => Yes("live", (await report.WhyDead(cancellation)).Length == 0)).Needs(Scope.Predict);
        api.MapGet("/health/ready", async (HealthReport report, CancellationToken cancellation) => Yes("ready", (await report.WhyNotReady(cancellation)).Length == 0)).Needs(Scope.Predict);
        foreach (var model in new[] { Model, Version })
        {
            api.MapGet(model, Describe).Needs(Scope.Predict);
            api.MapGet(model + "/ready", IsReady).Needs(Scope.Predict);
            api.MapPost(model + "/infer", Infer).Follows(new DoorRule(Scope.Predict, AnyBody: true)).TakesUpTo(BodyLimits.Inference);
        }
    }

    private static IResult Yes(string name, bool holds) => Results.Json(new Dictionary<string, bool> { [name] = holds }, statusCode: holds ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);

    private static async Task<IResult> Describe(string run, string? version, IGrainFactory grains, RunStore runs)
    {
        var classes = (await runs.Get(run)).Classes.Count;
        var kept = version is null ? (await grains.GetGrain<IRunGrain>(run).Models()).Select(m => m.Version) : [await Number(run, version, grains) ?? 0];
        return TypedResults.Ok(new
        {
            name = run,
            versions = kept.Select(v => v.ToString(CultureInfo.InvariantCulture)),
            platform = "prcl",
            inputs = new[] { new { name = InferenceNames.Image, datatype = InferenceNames.Bytes, shape = (int[])[1] } },
            outputs = new[]
            {
                new { name = InferenceNames.Index, datatype = InferenceNames.IndexType(classes), shape = (int[])[1, -1, -1] },
                new { name = InferenceNames.Uncertainty, datatype = "FP32", shape = (int[])[1, -1, -1] },
            },
        });
    }

    private static async Task<IResult> IsReady(string run, string? version, IGrainFactory grains)
    {
        await RunRoutes.Require(grains, run);
        await Number(run, version, grains);
        return TypedResults.Ok(new { name = run, ready = true });
    }

    private static async Task<IResult> Infer(string run, string? version, HttpRequest request, IGrainFactory grains, RunStore runs)
    {
        // Who has no key can't be a page of another origin: neither of these goes without the browser asking first.
        var header = request.Headers[InferenceNames.HeaderLength].ToString();
        if (!request.HasJsonContentType() && header.Length == 0)
        {
            throw new ApiException(ApiErrors.UnsupportedType, $"the body must be application/json, or JSON and binary tensors with {InferenceNames.HeaderLength}");
        }

        long? length = header.Length == 0 ? null
            : long.TryParse(header, NumberStyles.None, CultureInfo.InvariantCulture, out var bytes) ? bytes
            : throw new PrclRequestException($"{InferenceNames.HeaderLength} is {Printable.Quoted(header)}; it must be a whole number.") { Code = RequestErrorCode.BadValue };
        var record = await runs.Get(run);
        var number = await Number(run, version, grains);
        var asked = InferenceRequest.Read(await Body.All(request), length);
        var prediction = await grains.GetGrain<IPredictorGrain>(run).Predict(new PredictRequest(InferenceNames.Image, asked.Image, InferenceAnswer.Pictures(asked), number));
        return new InferenceAnswer(run, record.Classes.Count, asked, prediction);
    }

    private static async Task<long?> Number(string run, string? version, IGrainFactory grains) => version is null
        ? null
        : (await grains.GetGrain<IRunGrain>(run).Model(version))?.Version ?? throw new PrclRequestException($"Run '{run}' keeps no version '{version}'.") { Code = RequestErrorCode.NoSuchVersion };
}
