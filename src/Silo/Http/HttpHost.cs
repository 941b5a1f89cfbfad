using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry.Metrics;
using Prcl.Grains.Metrics;
using Prcl.Silo.Health;
using Prcl.Silo.Hosting;

namespace Prcl.Silo.Http;

/// <summary>The silo's HTTP port: health and metrics.</summary>
internal static class HttpHost
{
    private const string OrleansMeter = "Microsoft.Orleans";

    /// <summary>A builder whose host also serves HTTP, and nothing else that a web application usually brings along.</summary>
    public static WebApplicationBuilder CreateBuilder(SiloSettings settings)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = "prcl-silo" });
        builder.WebHost.UseKestrelCore().ConfigureKestrel(o =>
        {
            o.AddServerHeader = false;
            o.Listen(settings.Listen, settings.HttpPort);
        });
        builder.Services.AddRoutingCore();
        builder.Services.AddSingleton<HealthReport>()
            .AddSingleton<IHealthCheck, MembershipCheck>()
            .AddSingleton<IHealthCheck, RoleCheck>()
            .AddSingleton<IHealthCheck, StorageCheck>()
            .AddSingleton<IHealthCheck, DeviceCheck>();
        builder.Services.AddOpenTelemetry().WithMetrics(metrics => metrics.AddMeter(OrleansMeter, GrainMeters.Name).AddPrometheusExporter());
        return builder;
    }

    /// <summary>Adds the gate and the endpoints.</summary>
    public static WebApplication Build(WebApplicationBuilder builder, SiloSettings settings)
    {
        var application = builder.Build();
        if (settings.ApiKey is { } key)
        {
            application.UseMiddleware<ApiKeyGate>(key);
        }

        application.UseRouting();
        HealthEndpoints.Map(application);
        LogLevelEndpoint.Map(application);
        application.MapPrometheusScrapingEndpoint("/metrics");
        return application;
    }
}
