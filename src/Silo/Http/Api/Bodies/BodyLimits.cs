using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http.Metadata;
using Prcl.Images.Files;

namespace Prcl.Silo.Http.Api.Bodies;

/// <summary>How many bytes a body may have, by what it is. Kestrel's own limit, 30,000,000, is below an image's.</summary>
internal static class BodyLimits
{
    private const long Envelope = 1 << 20;

    /// <summary>Of a route that says nothing else.</summary>
    public const long Usual = 1 << 20;

    /// <summary>A run's classes and settings.</summary>
    public const long RunRequest = 10 << 20;

    /// <summary>A hundred thousand hashes.</summary>
    public const long Hashes = 32 << 20;

    /// <summary>Images and labels of one call, which a grain takes as one message.</summary>
    public const long Images = 64 << 20;

    /// <summary>One image or label.</summary>
    public static long Image => ImageLimits.Default.MaxBytes;

    /// <summary>An image as base64 within JSON.</summary>
    public static long Inference => 4 * Image / 3;

    /// <summary>An image, its label and what is around them.</summary>
    public static long ImageAndLabel => (2 * Image) + Envelope;

    /// <summary>The route takes bodies up to a size, and what is around them.</summary>
    public static T TakesUpTo<T>(this T route, long bytes)
        where T : IEndpointConventionBuilder => route.WithMetadata(new Limit(bytes + Envelope));

    private sealed record Limit(long? MaxRequestBodySize) : IRequestSizeLimitMetadata;
}
