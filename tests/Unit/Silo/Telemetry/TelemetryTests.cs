using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;
using Prcl.Silo.Hosting;
using Prcl.Unit.Silo.Http;
using Prcl.Unit.Silo.Http.Api;
using Xunit;

namespace Prcl.Unit.Silo.Telemetry;

public sealed class TelemetryTests
{
    [Fact]
    public async Task A_collector_gets_figures_and_the_traces_of_requests()
    {
        var (received, both) = (new ConcurrentDictionary<string, string>(), new TaskCompletionSource());
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        await using var collector = builder.Build();
        collector.Urls.Add("http://127.0.0.1:0");
        collector.Run(async context =>
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body);
            received.AddOrUpdate($"{context.Request.Path} {context.Request.ContentType}", _ => Encoding.UTF8.GetString(body.ToArray()), (_, before) => before + Encoding.UTF8.GetString(body.ToArray()));
            if (received.Count == 2)
            {
                both.TrySetResult();
            }
        });
        await collector.StartAsync(TestContext.Current.CancellationToken);
        var host = await ApiHost.Start(settings: new SiloSettings { Otlp = new Uri(collector.Urls.Single()), Name = "told" });

        await host.Http.Get("/v1/nothing");

        // What Prometheus fetches can't be flushed, so the answers tell nothing.
        host.Services.GetRequiredService<TracerProvider>().ForceFlush();
        host.Services.GetRequiredService<MeterProvider>().ForceFlush();
        await host.DisposeAsync();
        await both.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);

        Assert.Equal(["/v1/metrics application/x-protobuf", "/v1/traces application/x-protobuf"], received.Keys.Order(StringComparer.Ordinal));
        Assert.All(received.Values, told => Assert.Contains("prcl-silo", told, StringComparison.Ordinal));
        Assert.All(received.Values, told => Assert.Contains("told", told, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("ftp://collector:4318")]
    [InlineData("collector:4318")]
    [InlineData("/collector")]
    public void A_collector_that_is_no_address_is_refused(string text)
    {
        var refused = Assert.Throws<HostException>(() => SettingRules.Collector(text));

        Assert.Contains($"otlp is '{text}'", refused.Message, StringComparison.Ordinal);
    }
}
