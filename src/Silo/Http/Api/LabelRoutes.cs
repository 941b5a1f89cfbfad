using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Prcl.Contracts;
using Prcl.Contracts.Ingest;
using Prcl.Silo.Http.Api.Bodies;
using Prcl.Silo.Http.Api.Conditions;
using Prcl.Silo.Http.Api.Documents;
using Prcl.Silo.Http.Api.Images;
using Prcl.Silo.Http.Doors;

namespace Prcl.Silo.Http.Api;

/// <summary>An image's label: a PNG of class ids. It can be replaced, not taken away: only its image can.</summary>
internal static class LabelRoutes
{
    private const string Path = "/images/{sha256}/label";

    /// <summary>Adds them.</summary>
    public static void Map(IEndpointRouteBuilder api)
    {
        var run = api.MapRun("images");
        run.MapGet(Path, Get).Needs(Scope.Read).Produces<byte[]>(StatusCodes.Status200OK, Body.Png).Produces(StatusCodes.Status304NotModified)
            .WithSummary("An image's newest label; its ETag is the label file's SHA-256");
        run.MapPut(Path, Put).Needs(Scope.Ingest).TakesUpTo(BodyLimits.Image).Accepts<byte[]>(Body.Png)
            .ProducesProblem(StatusCodes.Status409Conflict).ProducesProblem(StatusCodes.Status412PreconditionFailed).ProducesProblem(StatusCodes.Status422UnprocessableEntity)
            .WithSummary("Give an image a label, or another one; with If-Match only if the label is still that one, with If-None-Match: * only if there is none");
    }

    private static async Task<IResult> Get(string run, string sha256, RunImages images, HttpContext context)
    {
        var (_, image) = await images.Get(run, sha256);
        return image.LabelSha256 is { } label
            ? Etags.Bytes(context, await images.File(label, context.RequestAborted), Body.Png, label)
            : throw new PrclRequestException($"Image {image.Sha256} of run '{run}' has no label.") { Code = RequestErrorCode.NoSuchImage };
    }

    private static async Task<Results<Ok<PushAnswer>, Created<PushAnswer>>> Put(string run, string sha256, HttpRequest request, RunImages images, IGrainFactory grains)
    {
        // Looked at before the condition is: a label that comes in between makes the push one that is overtaken.
        var ingest = grains.GetGrain<IIngestGrain>(run);
        var seen = (await ingest.Look([RunImages.Hash(sha256).ToString()]))[0];
        var (_, image) = await images.Get(run, sha256);
        Etags.Require(request, image.LabelSha256);
        var label = await Body.Image(request);
        return PushRoutes.Answer(run, image.Name, await ingest.Label(image.Sha256, label, seen));
    }
}
