using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;
using Prcl.Silo.Http.Api.Conditions;
using Prcl.Silo.Http.Doors;

namespace Prcl.Silo.Http.Web;

/// <summary>
/// The page, at <c>/</c>. Its files tell nothing of anybody's data, so they are sent without a key; what the page shows it asks of the API, with the key that it
/// is given.
/// </summary>
internal static class WebEndpoints
{
    // Nothing from elsewhere, nothing inline. Pictures that were fetched with a key have addresses of the page's own (blob:).
    private const string OnlyFromHere =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    /// <summary>Adds a route a file.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        foreach (var file in WebFiles.Read())
        {
            routes.MapGet(file.Route, context => Answer(context, file)).Follows(new DoorRule(null));
        }
    }

    private static Task Answer(HttpContext context, WebFile file)
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = OnlyFromHere;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers.Vary = HeaderNames.AcceptEncoding;
        var (bytes, tag) = (file.Bytes, file.Tag);
        if (TakesGzip(context.Request))
        {
            headers.ContentEncoding = "gzip";
            (bytes, tag) = (file.Packed, file.Tag + "-gz");
        }

        var answer = file.IsHashed ? Etags.Immutable(context, bytes, file.Type, tag) : Etags.Bytes(context, bytes, file.Type, tag);
        return answer.ExecuteAsync(context);
    }

    private static bool TakesGzip(HttpRequest request) =>
        request.GetTypedHeaders().AcceptEncoding is { } encodings && encodings.Any(e => e.Value.Equals("gzip", StringComparison.OrdinalIgnoreCase) && e.Quality is not 0);
}
