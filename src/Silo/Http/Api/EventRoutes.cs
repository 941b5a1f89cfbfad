using System.ComponentModel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Prcl.Contracts;
using Prcl.Grains.Blobs;
using Prcl.Silo.Http.Api.Events;
using Prcl.Silo.Http.Doors;
using JsonOptions = Microsoft.AspNetCore.Http.Json.JsonOptions;

namespace Prcl.Silo.Http.Api;

/// <summary>A stream of events, so that a page needn't ask again and again.</summary>
internal static class EventRoutes
{
    /// <summary>Adds the route.</summary>
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGroup("").WithTags("events").MapGet("/events", Watch).Needs(Scope.Read).Produces<string>(StatusCodes.Status200OK, EventStream.MediaType)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .WithSummary("Events of a run as it changes, once a second at most: 'event: run' with a line of JSON; a comment every 15 seconds while nothing changes");

    private static async Task<IResult> Watch([FromQuery(Name = "run"), Description("The run")] string run, RunWatch watch)
    {
        if (!PrclNames.IsName(run))
        {
            throw new PrclRequestException($"run is {Printable.Quoted(run)}; it must be {PrclNames.Rule}.") { Code = RequestErrorCode.BadValue };
        }

        // A run that isn't there is a problem, not a stream.
        return new RunStream(run, await watch.Now(run), watch);
    }

    private sealed class RunStream(string run, RunEvent first, RunWatch watch) : IResult
    {
        public async Task ExecuteAsync(HttpContext httpContext)
        {
            var services = httpContext.RequestServices;
            var time = services.GetRequiredService<TimeProvider>();
            var events = new EventStream(httpContext.Response, services.GetRequiredService<IOptions<JsonOptions>>().Value.SerializerOptions, time);
            events.Begin();

            // A silo that stops doesn't wait for those who watch: they come again, to another one.
            var stopping = services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
            using var end = CancellationTokenSource.CreateLinkedTokenSource(httpContext.RequestAborted, stopping);
            try
            {
                await Follow(events, time, end.Token);
            }
            catch (OperationCanceledException) when (end.IsCancellationRequested)
            {
            }
        }

        private async Task Follow(EventStream events, TimeProvider time, CancellationToken end)
        {
            using var ticks = new PeriodicTimer(RunWatch.Period, time);
            var now = first;
            do
            {
                await events.Tell(now, end);
                await ticks.WaitForNextTickAsync(end);
                try
                {
                    now = await watch.Now(run);
                }
                catch (PrclRequestException gone) when (gone.Code == RequestErrorCode.NoSuchRun)
                {
                    return;
                }
                catch (Exception failure) when (failure is TimeoutException or OrleansException or PrclRequestException or BlobStorageException)
                {
                    // A silo restarts, say: what is known stays, and the next look may be better.
                }
            }
            while (true);
        }
    }
}
