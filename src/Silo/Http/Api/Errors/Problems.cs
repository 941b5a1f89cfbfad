using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Logging;
using Prcl.Contracts;
using Prcl.Grains.Blobs;
using Prcl.Images.Words;

namespace Prcl.Silo.Http.Api.Errors;

/// <summary>Answers every error as <c>application/problem+json</c>, whoever it comes from. What the silo is to blame for is logged, and told without its inside.</summary>
/// <param name="next">What may fail.</param>
/// <param name="logger">Is told of failures.</param>
internal sealed partial class Problems(RequestDelegate next, ILogger<Problems> logger)
{
    private const string MediaType = "application/problem+json";
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(2);

    /// <summary>Goes on, and answers what comes back as an error.</summary>
    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context);
            if (context.Response is { HasStarted: false, StatusCode: >= 400, ContentType: null })
            {
                var error = ApiErrors.Of(context.Response.StatusCode);
                await Answer(context, error, error.Title);
            }
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // Nobody is there any more.
        }
        catch (Exception failure) when (!context.Response.HasStarted)
        {
            await Answer(context, failure);
        }
    }

    private Task Answer(HttpContext context, Exception failure)
    {
        switch (failure)
        {
            case ApiException known:
                return Answer(context, known.Error, known.Message, known.RetryAfter);
            case PrclRequestException refused:
                var error = ApiErrors.Of(refused.Code);
                return Answer(context, error, refused.Message, error.Status >= 500 ? Soon : null);
            case BadHttpRequestException unread:
                return Answer(context, ApiErrors.Of(unread.StatusCode), Reason(unread));
            case BlobStorageException { IsRetryable: true } storage:
                LogFailed(context.Request.Method, Shown(context), storage);
                return Answer(context, ApiErrors.Of(RequestErrorCode.StorageUnavailable), "the storage doesn't answer", Soon);
            case TimeoutException or OrleansException:
                LogFailed(context.Request.Method, Shown(context), failure);
                return Answer(context, ApiErrors.ClusterUnavailable, "a silo or a role that this needs doesn't answer", Soon);
            default:
                LogFailed(context.Request.Method, Shown(context), failure);
                return Answer(context, ApiErrors.Internal, "the silo's log tells more");
        }
    }

    // What was percent-encoded may be a line break.
    private static string Shown(HttpContext context) => Printable.Of(context.Request.Path.ToString());

    // JSON that can't be read is told with its place.
    private static string Reason(BadHttpRequestException unread) =>
        unread.InnerException is JsonException json ? $"{unread.Message} {JsonFault.Of(json)}" : unread.Message;

    private static Task Answer(HttpContext context, ApiError error, string detail, TimeSpan? retryAfter = null)
    {
        context.Response.StatusCode = error.Status;
        if (retryAfter is { } pause)
        {
            context.Response.Headers.RetryAfter = Math.Ceiling(pause.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        }

        var problem = new ProblemDetails { Type = error.Type, Title = error.Title, Status = error.Status, Detail = Printable.Of(detail), Instance = Shown(context) };
        if (context.Request.Path.StartsWithSegments("/v2", StringComparison.Ordinal))
        {
            // Where clients of the inference protocol look.
            problem.Extensions["error"] = problem.Detail;
        }

        return context.Response.WriteAsJsonAsync(problem, options: null, MediaType, context.RequestAborted);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "{Method} {Path} failed")]
    private partial void LogFailed(string method, string path, Exception failure);
}
