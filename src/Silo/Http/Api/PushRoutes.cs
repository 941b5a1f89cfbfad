using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Prcl.Contracts.Ingest;
using Prcl.Grains.Images;
using Prcl.Silo.Http.Api.Bodies;
using Prcl.Silo.Http.Api.Documents;
using Prcl.Silo.Http.Api.Errors;
using Prcl.Silo.Http.Api.Images;
using Prcl.Silo.Http.Doors;
using Prcl.Silo.Http.OpenApi;

namespace Prcl.Silo.Http.Api;

/// <summary>Pushes images into a run.</summary>
internal static class PushRoutes
{
    /// <summary>Adds them.</summary>
    public static void Map(IEndpointRouteBuilder api)
    {
        var run = api.MapRun("images");
        run.MapPut("/images/{sha256}", One).Needs(Scope.Ingest).TakesUpTo(BodyLimits.ImageAndLabel).WithMetadata(new PushedBody(IsMany: false)).Pushes()
            .ProducesProblem(StatusCodes.Status409Conflict).ProducesProblem(StatusCodes.Status422UnprocessableEntity)
            .WithSummary("Push an image under its SHA-256: its bytes alone, or a form with image, label, domain, purpose. Stored (201) or there already (200); durable either way");
        run.MapPost("/images", Many).Needs(Scope.Ingest).TakesUpTo(BodyLimits.Images).WithMetadata(new PushedBody(IsMany: true)).Pushes()
            .WithSummary("Push many images in one form, an outcome each; labels belong to the image of their name but for the ending");
    }

    /// <summary>Turns a reply into an answer of its own status.</summary>
    /// <exception cref="ApiException">The image was refused.</exception>
    public static Results<Ok<PushAnswer>, Created<PushAnswer>> Answer(string run, string name, IngestReply reply)
    {
        if (!PushAnswer.IsStored(reply))
        {
            throw new ApiException(PushAnswer.ErrorOf(reply), reply.Message, reply.RetryAfter);
        }

        var answer = PushAnswer.Of(name, reply);
        return reply.Outcome == IngestOutcome.Stored ? TypedResults.Created($"/v1/runs/{run}/images/{reply.Sha256}", answer) : TypedResults.Ok(answer);
    }

    private static RouteHandlerBuilder Pushes(this RouteHandlerBuilder route) =>
        route.ProducesProblem(StatusCodes.Status413PayloadTooLarge).ProducesProblem(StatusCodes.Status415UnsupportedMediaType)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable).ProducesProblem(StatusCodes.Status507InsufficientStorage);

    private static async Task<Results<Ok<PushAnswer>, Created<PushAnswer>>> One(string run, string sha256, [AsParameters] PushQuery query, HttpRequest request, IGrainFactory grains)
    {
        var (wanted, push) = (RunImages.Hash(sha256), await PushForm.One(request, query));
        if (ContentHash.Of(push.Image) is var hash && hash != wanted)
        {
            throw new ApiException(ApiErrors.WrongHash, $"the image's SHA-256 is {hash}, not {wanted}");
        }

        return Answer(run, push.Name, (await grains.GetGrain<IIngestGrain>(run).Push([push]))[0]);
    }

    private static async Task<Ok<PushAnswers>> Many(string run, [AsParameters] PushQuery query, HttpRequest request, IGrainFactory grains)
    {
        await RunRoutes.Require(grains, run);
        var pushes = await PushForm.Many(request, query);
        var replies = await grains.GetGrain<IIngestGrain>(run).Push(pushes);
        return TypedResults.Ok(new PushAnswers([.. pushes.Zip(replies, (push, reply) => PushAnswer.Of(push.Name, reply))]));
    }

    /// <summary>What became of pushed images.</summary>
    /// <param name="Items">One answer an image, in the order of the form.</param>
    internal sealed record PushAnswers(PushAnswer[] Items);
}
