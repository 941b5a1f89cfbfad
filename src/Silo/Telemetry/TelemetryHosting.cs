using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using Orleans.Diagnostics;
using Prcl.Contracts.Versions;
using Prcl.Grains.Metrics;
using Prcl.Grains.Traces;
using Prcl.Silo.Hosting;

namespace Prcl.Silo.Telemetry;

/// <summary>What a silo tells of itself: figures to whoever scrapes them, and figures and traces to a collector, where one is named (<c>--otlp</c>).</summary>
internal static class TelemetryHosting
{
    private static readonly string[] Meters =
        ["Microsoft.Orleans", GrainMeters.Name, "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "System.Runtime"];

    // Requests over HTTP, the calls of grains that they lead to, and what is learned from them.
    private static readonly string[] Sources = ["Microsoft.AspNetCore", ActivitySources.AllActivitySourceName, LearningTraces.Name];

    /// <summary>Adds it.</summary>
    /// <param name="services">The silo's.</param>
    /// <param name="settings">Names the silo and the collector.</param>
    /// <param name="isScraped">Whether there is an HTTP port.</param>
    public static void AddTelemetry(this IServiceCollection services, SiloSettings settings, bool isScraped)
    {
        if (!isScraped && settings.Otlp is null)
        {
            return;
        }

        var telemetry = services.AddOpenTelemetry()
            .ConfigureResource(r => r.AddService("prcl-silo", serviceVersion: ProgramVersion.Release, serviceInstanceId: settings.Name))
            .WithMetrics(metrics =>
            {
                metrics.AddMeter(Meters);
                if (isScraped)
                {
                    metrics.AddPrometheusExporter();
                }

                if (settings.Otlp is { } collector)
                {
                    metrics.AddOtlpExporter(o => Send(o, collector, "v1/metrics"));
                }
            });
        if (settings.Otlp is { } url)
        {
            telemetry.WithTracing(traces => traces.AddSource(Sources).AddOtlpExporter(o => Send(o, url, "v1/traces")));
        }
    }

    /// <summary>Lets calls of grains carry the trace that they belong to, where traces go anywhere: it costs each call a little.</summary>
    public static ISiloBuilder UseTraces(this ISiloBuilder silo, SiloSettings settings) => settings.Otlp is null ? silo : silo.AddActivityPropagation();

    private static void Send(OtlpExporterOptions options, Uri collector, string path)
    {
        options.Protocol = OtlpExportProtocol.HttpProtobuf;
        options.Endpoint = new Uri($"{collector.AbsoluteUri.TrimEnd('/')}/{path}");
    }
}
