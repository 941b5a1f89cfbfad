using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;
using Prcl.Silo.Http.Api.Errors;

namespace Prcl.Silo.Http.Api.Conditions;

/// <summary>Entity tags: what is unchanged isn't sent again (304), what has changed isn't overwritten (412).</summary>
internal static class Etags
{
    private const string Fresh = "no-cache";
    private const string Forever = "private, max-age=31536000, immutable";

    /// <summary>A tag of a text that needs no escaping.</summary>
    public static EntityTagHeaderValue Of(string text) => new($"\"{text}\"");

    /// <summary>JSON whose tag is the hash of what is sent.</summary>
    public static IResult Json<T>(HttpContext context, T value)
    {
        var form = context.RequestServices.GetRequiredService<IOptions<JsonOptions>>().Value.SerializerOptions;
        var bytes = JsonSerializer.SerializeToUtf8Bytes(value, form);
        return Bytes(context, bytes, "application/json; charset=utf-8", Convert.ToHexStringLower(SHA256.HashData(bytes))[..32]);
    }

    /// <summary>Bytes that may change: to be asked for again each time, and then mostly not sent.</summary>
    public static IResult Bytes(HttpContext context, byte[] bytes, string type, string tag)
    {
        context.Response.Headers.CacheControl = Fresh;
        return TypedResults.Bytes(bytes, type, entityTag: Of(tag));
    }

    /// <summary>Bytes that never change at their address.</summary>
    public static IResult Immutable(HttpContext context, byte[] bytes, string type, string tag)
    {
        context.Response.Headers.CacheControl = Forever;
        return TypedResults.Bytes(bytes, type, entityTag: Of(tag), enableRangeProcessing: true);
    }

    /// <summary>Whether who asks has what this tag stands for, so that it needn't be made.</summary>
    public static bool IsHeld(HttpRequest request, string tag) =>
        request.GetTypedHeaders().IfNoneMatch is { Count: > 0 } held && held.Any(h => h.Equals(EntityTagHeaderValue.Any) || h.Compare(Of(tag), useStrongComparison: false));

    /// <summary>Refuses a change of what isn't as the caller thinks.</summary>
    /// <param name="request">With <c>If-Match</c> or <c>If-None-Match: *</c>, or neither.</param>
    /// <param name="current">The tag of what is there now; null when there is nothing.</param>
    /// <exception cref="ApiException">The condition doesn't hold.</exception>
    public static void Require(HttpRequest request, string? current)
    {
        var headers = request.GetTypedHeaders();
        var now = current is null ? null : Of(current);
        if (headers.IfMatch is { Count: > 0 } wanted && !(now is not null && wanted.Any(w => w.Equals(EntityTagHeaderValue.Any) || w.Compare(now, useStrongComparison: true))))
        {
            throw new ApiException(ApiErrors.PreconditionFailed, $"If-Match doesn't hold: there is {(current is null ? "nothing" : $"\"{current}\"")} now");
        }

        if (headers.IfNoneMatch is { Count: > 0 } unwanted && now is not null && unwanted.Any(u => u.Equals(EntityTagHeaderValue.Any) || u.Compare(now, useStrongComparison: false)))
        {
            throw new ApiException(ApiErrors.PreconditionFailed, $"If-None-Match doesn't hold: there is \"{current}\" now");
        }
    }
}
