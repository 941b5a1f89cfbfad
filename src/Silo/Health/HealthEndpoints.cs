using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Prcl.Silo.Http.Doors;

namespace Prcl.Silo.Health;

/// <summary>
/// <c>/health/live</c> and <c>/health/ready</c>: 200 or 503, and JSON with the reasons; beside them what was found damaged in the storage, which is no
/// reason: the other runs go on.
/// </summary>
internal static class HealthEndpoints
{
    /// <summary>Adds both.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        Map(routes, "live", report => report.WhyDead);
        Map(routes, "ready", report => report.WhyNotReady);
    }

    private static void Map(IEndpointRouteBuilder routes, string name, Func<HealthReport, Func<CancellationToken, Task<string[]>>> question) =>
        routes.MapGet($"/health/{name}", async context =>
        {
            var report = (HealthReport)context.RequestServices.GetService(typeof(HealthReport))!;
            var reasons = await question(report)(context.RequestAborted);
            context.Response.StatusCode = reasons.Length == 0 ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
            await context.Response.WriteAsJsonAsync(new HealthAnswer(reasons.Length == 0 ? name : $"not {name}", reasons, report.Damages), context.RequestAborted);
        }).Follows(new DoorRule(null));

    private sealed record HealthAnswer(string Status, string[] Reasons, string[] Damages);
}
