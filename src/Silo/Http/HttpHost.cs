using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Prcl.Grains.Limits;
using Prcl.Silo.Health;
using Prcl.Silo.Hosting;
using Prcl.Silo.Http.Api;
using Prcl.Silo.Http.Api.Bodies;
using Prcl.Silo.Http.Api.Errors;
using Prcl.Silo.Http.Api.Events;
using Prcl.Silo.Http.Api.Images;
using Prcl.Silo.Http.Api.Json;
using Prcl.Silo.Http.Doors;
using Prcl.Silo.Http.Inference;
using Prcl.Silo.Http.Keys;
using Prcl.Silo.Http.OpenApi;
using Prcl.Silo.Http.Web;
using Prcl.Silo.Security.Gate;
using Prcl.Silo.Telemetry;

namespace Prcl.Silo.Http;

/// <summary>The silo's HTTP port: health, metrics, the API and the page.</summary>
internal static class HttpHost
{
    /// <summary>A builder whose host also serves HTTP, and nothing else that a web application usually brings along.</summary>
    public static WebApplicationBuilder CreateBuilder(SiloSettings settings)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = "prcl-silo" });
        builder.WebHost.UseKestrelCore().ConfigureKestrel(o =>
        {
            o.AddServerHeader = false;
            o.Limits.MaxRequestBodySize = BodyLimits.Usual;
            o.Listen(settings.Listen, settings.HttpPort);
        });
        builder.Services.AddRoutingCore();
        builder.Services.AddSingleton<HealthReport>()
            .AddSingleton<IHealthCheck, MembershipCheck>()
            .AddSingleton<IHealthCheck, RoleCheck>()
            .AddSingleton<IHealthCheck, StorageCheck>()
            .AddSingleton<IHealthCheck, DeviceCheck>();
        AddApi(builder.Services, settings);
        builder.Services.AddTelemetry(settings, isScraped: true);
        return builder;
    }

    /// <summary>Adds the gate and the endpoints.</summary>
    public static WebApplication Build(WebApplicationBuilder builder)
    {
        var application = builder.Build();

        // Read once now: a silo whose keys can't be read doesn't half start.
        application.Services.GetRequiredService<KeyRing>();
        application.UseMiddleware<Problems>();
        application.UseRouting();
        application.UseMiddleware<ApiGate>();
        application.UseRateLimiter();
        application.UseMiddleware<BodyPlaces>();
        HealthEndpoints.Map(application);
        LogLevelEndpoint.Map(application);
        application.MapPrometheusScrapingEndpoint("/metrics").Follows(new DoorRule(Scope.Metrics, AnyHost: true));
        ApiRoutes.Map(application);
        InferenceRoutes.Map(application);
        ApiReference.Map(application);
        WebEndpoints.Map(application);
        return application;
    }

    private static void AddApi(IServiceCollection services, SiloSettings settings)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(_ => new PixelGate(settings.Limits.ToSilo()));
        services.TryAddSingleton(s => new RequestBytes(settings.Limits.RequestBytes, s.GetRequiredService<TimeProvider>()));
        services.AddSingleton(s => new KeyRing(
                settings.ApiKey, settings.ApiKeys.Length == 0 ? null : new KeyFile(settings.ApiKeys), s.GetRequiredService<TimeProvider>(), s.GetRequiredService<ILogger<KeyRing>>()))
            .AddSingleton(new HostNames(settings.HttpHosts))
            .AddSingleton<RunImages>()
            .AddSingleton<ThumbnailMaker>()
            .AddSingleton<RunWatch>()
            .AddRateLimiter(o => KeyRates.Configure(o, settings.ApiRequests))
            .ConfigureHttpJsonOptions(o => ApiJson.Configure(o.SerializerOptions))
            .Configure<RouteHandlerOptions>(o => o.ThrowOnBadRequest = true);
        ApiReference.Add(services);
    }
}
