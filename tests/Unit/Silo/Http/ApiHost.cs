using System.Net.Http.Headers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Prcl.Grains.Blobs;
using Prcl.Grains.Damage;
using Prcl.Grains.Images;
using Prcl.Grains.Runs;
using Prcl.Silo.Health;
using Prcl.Silo.Hosting;
using Prcl.Silo.Http;
using Prcl.Unit.Client;
using Prcl.Unit.Grains;
using Prcl.Unit.Grains.Blobs;
using Xunit;

namespace Prcl.Unit.Silo.Http;

/// <summary>The silo's HTTP on a port of its own, before the grains of a <see cref="GrainCluster"/>.</summary>
internal sealed class ApiHost : IAsyncDisposable
{
    private readonly WebApplication _application;

    private ApiHost(WebApplication application, Uri address)
    {
        _application = application;
        Address = address;
        Http = new HttpClient { BaseAddress = address };
    }

    /// <summary>Where it listens.</summary>
    public Uri Address { get; }

    /// <summary>Calls it, without a key.</summary>
    public HttpClient Http { get; }

    /// <summary>What it is made of.</summary>
    public IServiceProvider Services => _application.Services;

    /// <summary>Every route that there is.</summary>
    public IEnumerable<RouteEndpoint> Routes => ((IEndpointRouteBuilder)_application).DataSources.SelectMany(s => s.Endpoints).OfType<RouteEndpoint>();

    /// <summary>Starts one.</summary>
    /// <param name="cluster">The grains; null: none, every call of one fails.</param>
    /// <param name="settings">Keys and names.</param>
    /// <param name="time">The keys' clock.</param>
    public static async Task<ApiHost> Start(GrainCluster? cluster = null, SiloSettings? settings = null, TimeProvider? time = null)
    {
        settings = ((settings ?? new SiloSettings()) with { SiloPort = 0, GatewayPort = 0, HttpPort = 0 }).Checked();
        var builder = HttpHost.CreateBuilder(settings);
        builder.Logging.ClearProviders();
        builder.Services.RemoveAll<IHealthCheck>();
        builder.Services.AddSingleton(new DamageBook(NullLogger<DamageBook>.Instance));
        var blobs = cluster is null ? (IBlobStore)new MemoryBlobStore() : cluster.Storage;
        builder.Services.AddSingleton(cluster?.Grains ?? new FakeGrains().Factory).AddSingleton(new RunStore(blobs)).AddSingleton(new ImageBlobs(blobs));
        builder.Services.AddSingleton(time ?? TimeProvider.System);
        var application = HttpHost.Build(builder);
        await application.StartAsync(TestContext.Current.CancellationToken);
        return new ApiHost(application, new Uri($"http://127.0.0.1:{settings.HttpPort}"));
    }

    /// <summary>A client that carries a key.</summary>
    public HttpClient With(string key) => new() { BaseAddress = Address, DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", key) } };

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _application.DisposeAsync();
    }
}
