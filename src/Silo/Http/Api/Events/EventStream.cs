using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Prcl.Silo.Http.Api.Events;

/// <summary>Server-sent events (the WHATWG's <c>text/event-stream</c>) of a run: one where it has changed, a comment where it hasn't for long, so that nobody in between takes the connection for dead.</summary>
/// <param name="response">Where they go.</param>
/// <param name="form">How JSON is written.</param>
/// <param name="time">Tells the time.</param>
internal sealed class EventStream(HttpResponse response, JsonSerializerOptions form, TimeProvider time)
{
    /// <summary>The type of the stream.</summary>
    public const string MediaType = "text/event-stream";

    /// <summary>The longest silence.</summary>
    public static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(15);

    private RunEvent? _told;
    private long _since;

    /// <summary>Begins it.</summary>
    public void Begin()
    {
        response.ContentType = MediaType;
        response.Headers.CacheControl = "no-store";

        // nginx would otherwise keep events back until they fill a page.
        response.Headers["X-Accel-Buffering"] = "no";
    }

    /// <summary>Tells what a run is like now.</summary>
    public Task Tell(RunEvent now, CancellationToken end)
    {
        if (now != _told)
        {
            _told = now;
            return Write($"event: run\ndata: {JsonSerializer.Serialize(now, form)}\n\n", end);
        }

        return time.GetElapsedTime(_since) >= Heartbeat ? Write(": heartbeat\n\n", end) : Task.CompletedTask;
    }

    private async Task Write(string text, CancellationToken end)
    {
        _since = time.GetTimestamp();
        await response.WriteAsync(text, end);
        await response.Body.FlushAsync(end);
    }
}
