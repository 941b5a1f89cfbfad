using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.RateLimiting;
using Prcl.Silo.Http.Api.Errors;
using Prcl.Silo.Http.Keys;

namespace Prcl.Silo.Http.Doors;

/// <summary>How many requests a key may make: so many a second, twice as many at once. What comes without a key (health, and all on a loopback that asks for none) isn't counted.</summary>
internal static class KeyRates
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    /// <summary>Sets the limiter up.</summary>
    /// <param name="options">Of the middleware.</param>
    /// <param name="perSecond">Requests a second; 0: no limit.</param>
    public static void Configure(RateLimiterOptions options, int perSecond)
    {
        options.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(context =>
            perSecond > 0 && context.Features.Get<Caller>() is { } caller
                ? RateLimitPartition.GetTokenBucketLimiter(caller.Name, _ => new TokenBucketRateLimiterOptions
                {
                    TokenLimit = 2 * perSecond,
                    TokensPerPeriod = perSecond,
                    ReplenishmentPeriod = Second,
                    QueueLimit = 0,
                })
                : RateLimitPartition.GetNoLimiter(""));
        options.OnRejected = (_, _) => throw new ApiException(
            ApiErrors.TooManyRequests, $"a key may make {perSecond} requests a second (--api-requests), and {2 * perSecond} at once", Second);
    }
}
