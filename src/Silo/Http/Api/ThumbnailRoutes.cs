using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Prcl.Silo.Http.Api.Bodies;
using Prcl.Silo.Http.Api.Conditions;
using Prcl.Silo.Http.Api.Images;
using Prcl.Silo.Http.Doors;

namespace Prcl.Silo.Http.Api;

/// <summary>Small pictures of images, for pages that show many.</summary>
internal static class ThumbnailRoutes
{
    /// <summary>Adds the route.</summary>
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapRun("images").MapGet("/images/{sha256}/thumbnail", Get).Needs(Scope.Read).Produces<byte[]>(StatusCodes.Status200OK, Body.Jpeg).Produces(StatusCodes.Status304NotModified)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity)
            .WithSummary("An image upright and small, its longer side at most 160 pixels; it never changes");

    private static async Task<IResult> Get(string run, string sha256, RunImages images, ThumbnailMaker maker, HttpContext context)
    {
        var (_, image) = await images.Get(run, sha256);
        var tag = string.Create(CultureInfo.InvariantCulture, $"{image.Sha256}-{ThumbnailMaker.Side}");
        return Etags.IsHeld(context.Request, tag)
            ? Etags.Immutable(context, [], Body.Jpeg, tag)
            : Etags.Immutable(context, await maker.Make(await images.File(image.Sha256, context.RequestAborted)), Body.Jpeg, tag);
    }
}
