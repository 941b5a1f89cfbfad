using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Prcl.Silo.Http.Api.Errors;
using Prcl.Silo.Http.Keys;

namespace Prcl.Silo.Http.Doors;

/// <summary>
/// Lets a request in that carries a key of the route's scope, as <c>Authorization: Bearer KEY</c>. Where no keys are asked for (on loopback only) any page
/// in a browser of this machine could call: there the Host must be this machine's, an Origin the same as the Host, and a body of a type that no
/// HTML form sends, or sends without an Origin.
/// </summary>
/// <param name="next">What comes behind the gate.</param>
/// <param name="keys">The keys.</param>
/// <param name="hosts">The names that the silo answers to.</param>
internal sealed class ApiGate(RequestDelegate next, KeyRing keys, HostNames hosts)
{
    private const string Scheme = "Bearer ";
    private static readonly DoorRule Closed = new(Scope.Admin);

    /// <summary>Refuses, or goes on.</summary>
    /// <exception cref="ApiException">It may not.</exception>
    public Task InvokeAsync(HttpContext context)
    {
        var rule = RuleOf(context.GetEndpoint());
        if (rule is { Scope: null })
        {
            return next(context);
        }

        RequireHost(context.Request, rule);
        if (keys.AsksForKeys)
        {
            context.Features.Set(Admit(context, rule));
        }
        else
        {
            RequireOrigin(context.Request);
            RequireBodyType(context, rule);
        }

        return next(context);
    }

    // Null: there is no such route, or not with that method; who may call anything is told so.
    private static DoorRule? RuleOf(Endpoint? endpoint) => endpoint is RouteEndpoint ? endpoint.Metadata.GetMetadata<DoorRule>() ?? Closed : null;

    private void RequireHost(HttpRequest request, DoorRule? rule)
    {
        var isLookedAt = keys.AsksForKeys ? hosts.AreNamed && rule?.AnyHost != true : true;
        if (isLookedAt && !hosts.Has(request.Host))
        {
            throw new ApiException(ApiErrors.WrongHost, $"this silo isn't called '{request.Host.Host}'; it answers to localhost, 127.0.0.1, [::1] and what --http-hosts names");
        }
    }

    private Caller Admit(HttpContext context, DoorRule? rule)
    {
        if (keys.Find(Carried(context.Request)) is not { } caller)
        {
            context.Response.Headers.WWWAuthenticate = Scheme.TrimEnd();
            throw new ApiException(ApiErrors.NoKey, "the request carries no key that is good here: 'Authorization: Bearer KEY'");
        }

        return rule?.Scope is not { } scope || caller.May(scope)
            ? caller
            : throw new ApiException(ApiErrors.WrongScope, $"the key '{caller.Name}' is for {string.Join(", ", caller.Scopes.Select(ScopeNames.Of))}; this needs {ScopeNames.Of(scope)}");
    }

    private static void RequireOrigin(HttpRequest request)
    {
        var origin = request.Headers.Origin;
        if (origin.Count > 0 && origin != $"{request.Scheme}://{request.Host}")
        {
            throw new ApiException(ApiErrors.WrongOrigin, "a page of another origin mustn't call a silo that asks for no key");
        }
    }

    private static void RequireBodyType(HttpContext context, DoorRule? rule)
    {
        var hasBody = context.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody == true;
        if (hasBody && context.Request.ContentLength != 0 && rule?.AnyBody != true && !IsOfOurs(context.Request))
        {
            throw new ApiException(ApiErrors.UnsupportedType, "a body must be application/json, multipart/form-data or image/*");
        }
    }

    private static bool IsOfOurs(HttpRequest request) =>
        request.HasJsonContentType() || request.ContentType is { } type
        && (type.StartsWith("multipart/form-data", StringComparison.OrdinalIgnoreCase) || type.StartsWith("image/", StringComparison.OrdinalIgnoreCase));

    private static string? Carried(HttpRequest request) =>
        request.Headers.Authorization.ToString() is var header && header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) ? header[Scheme.Length..] : null;
}
