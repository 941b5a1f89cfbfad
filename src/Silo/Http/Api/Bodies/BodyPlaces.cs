using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Prcl.Contracts;
using Prcl.Silo.Http.Api.Errors;
using Prcl.Silo.Security.Gate;

namespace Prcl.Silo.Http.Api.Bodies;

/// <summary>Lets no more bytes of bodies in than the silo takes of all clients together (<c>request-megabytes</c>), whichever door they come by.</summary>
/// <param name="next">What reads bodies.</param>
/// <param name="requests">The places.</param>
internal sealed class BodyPlaces(RequestDelegate next, RequestBytes requests)
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(2);

    /// <summary>Waits for a place, and gives it back when the request is answered.</summary>
    /// <exception cref="ApiException">It has more bytes than the route takes, or there was no place in time.</exception>
    public async Task InvokeAsync(HttpContext context)
    {
        var (bytes, most) = (Length(context), context.Features.Get<IHttpMaxRequestBodySizeFeature>()?.MaxRequestBodySize);
        if (bytes > most)
        {
            throw new ApiException(ApiErrors.BodyTooLarge, $"the body has {bytes} bytes; at most {most} are taken here");
        }

        if (!await requests.Enter(context, 0, bytes))
        {
            throw new ApiException(
                ApiErrors.Of(RequestErrorCode.Busy), "the silo has as many bytes of requests in flight as its request-megabytes allow; try again in a moment", Soon);
        }

        try
        {
            await next(context);
        }
        finally
        {
            requests.Leave(context, 0);
        }
    }

    // A body that comes in pieces may have as many as the route takes.
    private static long Length(HttpContext context) =>
        context.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody != true ? 0
        : context.Request.ContentLength ?? context.Features.Get<IHttpMaxRequestBodySizeFeature>()?.MaxRequestBodySize ?? BodyLimits.Usual;
}
