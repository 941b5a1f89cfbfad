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
using Prcl.Silo.Http.Api.Lists;
using Prcl.Silo.Http.Doors;

namespace Prcl.Silo.Http.Api;

/// <summary>A run's images: list, look at, delete.</summary>
internal static class ImageRoutes
{
    private const int MostKnown = 100_000;

    /// <summary>Adds them.</summary>
    public static void Map(IEndpointRouteBuilder api)
    {
        var run = api.MapRun("images");
        run.MapGet("/images", List).Needs(Scope.Read).WithSummary("A run's images in the order of its log, newest first or most in doubt first; all or by domain, label, quarantine, purpose");
        run.MapPost("/images/known", Known).Needs(Scope.Ingest).TakesUpTo(BodyLimits.Hashes).WithSummary("Which files the run has already, so that they needn't be sent");
        run.MapGet("/images/{sha256}", Get).Needs(Scope.Read).WithSummary("What the run knows of an image");
        run.MapGet("/images/{sha256}/content", Content).Needs(Scope.Read).Produces<byte[]>(StatusCodes.Status200OK, Body.Png, Body.Jpeg).Produces(StatusCodes.Status304NotModified)
            .WithSummary("An image's file as it was pushed; it never changes");
        run.MapDelete("/images/{sha256}", Delete).Needs(Scope.Admin).WithSummary("Delete an image; a repeat is fine");
    }

    /// <summary>The type of an image file that was accepted.</summary>
    public static string TypeOf(byte[] image) => image is [0x89, ..] ? Body.Png : Body.Jpeg;

    private static async Task<Ok<Page<ImageDocument>>> List(string run, [AsParameters] ImageQuery query, [AsParameters] PageQuery page, RunImages images) =>
        TypedResults.Ok(await query.Part(await images.Logs(run), page));

    private static async Task<Ok<ImageDocument>> Get(string run, string sha256, RunImages images)
    {
        var (partition, image) = await images.Get(run, sha256);
        return TypedResults.Ok(ImageDocument.Of(partition, image));
    }

    private static async Task<IResult> Content(string run, string sha256, RunImages images, HttpContext context)
    {
        var (_, image) = await images.Get(run, sha256);
        var file = await images.File(image.Sha256, context.RequestAborted);
        return Etags.Immutable(context, file, TypeOf(file), image.Sha256);
    }

    private static async Task<Ok<KnownAnswer>> Known(string run, KnownBody body, IGrainFactory grains)
    {
        if (body.Files.Length > MostKnown)
        {
            throw new PrclRequestException($"files has {body.Files.Length} items; at most {MostKnown} are allowed.") { Code = RequestErrorCode.BadValue };
        }

        var known = await grains.GetGrain<IIngestGrain>(run).Known(Array.ConvertAll(body.Files, f => new ImageFingerprint(f.Image, f.Label, f.Domain, f.Purpose)));
        return TypedResults.Ok(new KnownAnswer(known));
    }

    private static async Task<NoContent> Delete(string run, string sha256, IGrainFactory grains)
    {
        var (ingest, hashes) = (grains.GetGrain<IIngestGrain>(run), (string[])[RunImages.Hash(sha256).ToString()]);
        await ingest.Delete(hashes, await ingest.Look(hashes));
        return TypedResults.NoContent();
    }

    /// <summary>Files that a run may have.</summary>
    /// <param name="Files">At most 100,000.</param>
    internal sealed record KnownBody(KnownFile[] Files);

    /// <summary>An image, perhaps with a label.</summary>
    /// <param name="Image">The image file's SHA-256.</param>
    /// <param name="Label">The label file's, if it must be that one.</param>
    /// <param name="Domain">The domain, if it must be that one.</param>
    /// <param name="Purpose">The purpose, if it must be that one.</param>
    internal sealed record KnownFile(string Image, string? Label = null, string? Domain = null, ImagePurpose? Purpose = null);

    /// <summary>Which files the run has.</summary>
    /// <param name="Known">One answer a file, in order.</param>
    internal sealed record KnownAnswer(bool[] Known);
}
