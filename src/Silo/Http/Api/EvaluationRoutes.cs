using System.ComponentModel;
using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Prcl.Contracts;
using Prcl.Contracts.Evaluation;
using Prcl.Silo.Http.Api.Lists;
using Prcl.Silo.Http.Doors;

namespace Prcl.Silo.Http.Api;

/// <summary>How well versions segment, domain by domain.</summary>
internal static class EvaluationRoutes
{
    /// <summary>Adds them.</summary>
    public static void Map(IEndpointRouteBuilder api)
    {
        var run = api.MapRun("evaluations");
        run.MapGet("/evaluations", List).Needs(Scope.Read).WithSummary("What was measured, by version and domain, oldest version first; thinned");
        run.MapPost("/evaluations", Measure).Needs(Scope.Predict).ProducesProblem(StatusCodes.Status409Conflict)
            .WithSummary("Measure a version on all the run's evaluation images now; it takes as long as segmenting them");
    }

    private static async Task<Ok<Page<EvaluationDocument>>> List(
        string run, [FromQuery(Name = "domain"), Description("Only this domain")] string? domain, IGrainFactory grains, [AsParameters] PageQuery page)
    {
        await RunRoutes.Require(grains, run);
        var measured = (await grains.GetGrain<IEvaluatorGrain>(run).History()).Where(r => domain is null || r.Domain == domain)
            .GroupBy(r => (r.Version, r.Domain)).Select(same => EvaluationDocument.Of(same.Last()));
        return TypedResults.Ok(page.Part(measured, r => string.Create(CultureInfo.InvariantCulture, $"{r.Version:D19}/{r.Domain}")));
    }

    private static async Task<Ok<MeasuredAnswer>> Measure(string run, MeasureBody body, IGrainFactory grains, CancellationToken cancellation)
    {
        if (body.Version < 0)
        {
            throw new PrclRequestException($"version is {body.Version}; it must be 0 or more.") { Code = RequestErrorCode.BadValue };
        }

        var measured = new List<EvaluationDocument>();
        await foreach (var result in grains.GetGrain<IEvaluatorGrain>(run).EvaluateNow(body.Version).WithCancellation(cancellation))
        {
            measured.Add(EvaluationDocument.Of(result));
        }

        return TypedResults.Ok(new MeasuredAnswer(measured));
    }

    /// <summary>What is to be measured.</summary>
    /// <param name="Version">A kept version; null: the newest.</param>
    internal sealed record MeasureBody(long? Version = null);

    /// <summary>What was measured.</summary>
    /// <param name="Items">A result a domain.</param>
    internal sealed record MeasuredAnswer(IReadOnlyList<EvaluationDocument> Items);

    /// <summary>How well a version segments a domain.</summary>
    /// <param name="Domain">The domain.</param>
    /// <param name="Version">The version.</param>
    /// <param name="Images">Images measured.</param>
    /// <param name="MeanIou">mIoU in percent, over the classes that occur; null without any.</param>
    /// <param name="PerClassIou">IoU in percent by class; null where a class occurs in neither label nor prediction.</param>
    /// <param name="ImagesTrained">Image draws that the version was trained on.</param>
    /// <param name="Seconds">Seconds since the run was created.</param>
    internal sealed record EvaluationDocument(string Domain, long Version, int Images, double MeanIou, double[] PerClassIou, long ImagesTrained, double Seconds)
    {
        /// <summary>The document of a result.</summary>
        public static EvaluationDocument Of(EvaluationResult result) =>
            new(result.Domain, result.Version, result.Images, result.MeanIou, result.PerClassIou, result.ImagesTrained, result.Seconds);
    }
}
