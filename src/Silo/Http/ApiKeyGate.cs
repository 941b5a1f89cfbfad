using Microsoft.AspNetCore.Http;
using Prcl.Silo.Hosting;

namespace Prcl.Silo.Http;

/// <summary>
/// Lets a request in that carries the key, as <c>Authorization: Bearer KEY</c>. Health is free: those who probe it carry none,
/// and it tells no more than whether the silo works.
/// </summary>
/// <param name="next">What comes behind the gate.</param>
/// <param name="key">The key.</param>
internal sealed class ApiKeyGate(RequestDelegate next, Secret key)
{
    private const string Scheme = "Bearer ";

    /// <summary>Answers 401 to a request without the key.</summary>
    public Task InvokeAsync(HttpContext context)
    {
        if (context.Request.Path.StartsWithSegments("/health", StringComparison.Ordinal) || key.Matches(Carried(context.Request)))
        {
            return next(context);
        }

        context.Response.StatusCode = StatusCodes.Status401Unauthorized;
        context.Response.Headers.WWWAuthenticate = Scheme.TrimEnd();
        return Task.CompletedTask;
    }

    private static string? Carried(HttpRequest request) =>
        request.Headers.Authorization.ToString() is var header && header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) ? header[Scheme.Length..] : null;
}
