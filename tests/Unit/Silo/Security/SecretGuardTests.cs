using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Prcl.Client;
using Prcl.Client.Connection;
using Prcl.Contracts;
using Prcl.Contracts.Runs;
using Prcl.Servers;
using Prcl.Silo.Hosting;
using Prcl.Unit.Client;
using Xunit;

namespace Prcl.Unit.Silo.Security;

/// <summary>A real silo with a secret, every line that anything logs, and clients from outside.</summary>
public sealed class SecretGuardTests : IAsyncLifetime
{
    private const string Secret = "hush-cluster-secret";
    private const string ApiKey = "hush-api-key-of-sixteen";
    private readonly ScratchFolder _folder = new();
    private readonly Lines _lines = new();
    private IHost _silo = null!;
    private int _gateway;
    private int _http;

    public async ValueTask InitializeAsync()
    {
        var settings = new SiloSettings
        {
            DataDirectory = _folder.Root,
            SiloPort = 0,
            GatewayPort = 0,
            HttpPort = 0,
            ClusterSecret = new Secret(Secret),
            ApiKey = new Secret(ApiKey),
            Threads = 1,
        }.Checked();
        (_gateway, _http) = (settings.GatewayPort, settings.HttpPort);
        _silo = Build(settings, _lines);
        await _silo.StartAsync(TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await _silo.StopAsync(TestContext.Current.CancellationToken);
        _silo.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Only_who_carries_the_secret_is_answered_and_no_log_line_shows_it()
    {
        await using (var right = await Connect(Secret))
        {
            await right.Runs.Create("street", Grains.TestRun.Request(), TestContext.Current.CancellationToken);
            Assert.Single(await right.Runs.List(TestContext.Current.CancellationToken));
            Assert.Single(await right.Cluster.Silos(TestContext.Current.CancellationToken));

            // Calls between grains carry it too: the trainer of this silo joins.
            await Grains.Patience.Until(() => right.Runs.Status("street"), s => s.Trainers.Length == 1);
        }

        await AssertRefused(null, "set PRCL_CLUSTER_SECRET");
        await AssertRefused("hush-cluster-secre", "isn't this cluster's secret");
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.Unauthorized), (await Metrics(ApiKey), await Metrics("hush-another-key-here")));
        Assert.NotEmpty(_lines.All);
        Assert.DoesNotContain(_lines.All, l => l.Contains("hush", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_manages_the_cluster_asks_for_the_secret_as_well()
    {
        await using var stranger = await SiloConnection.Open(new SiloEndpoint("127.0.0.1", _gateway), TimeProvider.System, TestContext.Current.CancellationToken);

        await Assert.ThrowsAsync<PrclRequestException>(() => stranger.Grains.GetGrain<IManagementGrain>(0).GetHosts(true, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_start_that_fails_logs_neither_passwords_nor_keys()
    {
        var lines = new Lines();
        using var host = Build(
            new SiloSettings
            {
                SiloPort = 0,
                GatewayPort = 0,
                HttpPort = 0,
                Cluster = ClusterKind.Redis,
                Redis = new Secret($"127.0.0.1:{LoopbackPorts.Next()},user=prcl,password=hush-redis-password,connectTimeout=200,connectRetry=1"),
                Blobs = new BlobSettings { Kind = BlobKind.Azure, AzureConnectionString = new Secret("AccountName=prcl;AccountKey=hush0123") },
                ClusterSecret = new Secret(Secret),
                ApiKey = new Secret(ApiKey),
            },
            lines);

        var failure = await Assert.ThrowsAnyAsync<Exception>(() => host.StartAsync(TestContext.Current.CancellationToken));

        Assert.Contains(lines.All, l => l.Contains("Redis", StringComparison.Ordinal));
        Assert.DoesNotContain(lines.All.Append(failure.ToString()), l => l.Contains("hush", StringComparison.Ordinal));
    }

    private static IHost Build(SiloSettings settings, Lines lines) => SiloHost.Build(settings, logging =>
    {
        logging.ClearProviders().AddProvider(lines);
        logging.Services.Configure<LoggerFilterOptions>(o =>
        {
            o.Rules.Clear();
            o.MinLevel = LogLevel.Trace;
        });
    });

    private async Task<HttpStatusCode> Metrics(string key)
    {
        using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{_http}") };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        using var answer = await http.GetAsync(new Uri("/metrics", UriKind.Relative), TestContext.Current.CancellationToken);
        return answer.StatusCode;
    }

    private Task<PrclClient> Connect(string? secret) =>
        PrclClient.Connect(new SiloEndpoint("127.0.0.1", _gateway), secret, cancellation: TestContext.Current.CancellationToken);

    private async Task AssertRefused(string? secret, string reason)
    {
        await using var client = await Connect(secret);

        var refusal = await Assert.ThrowsAsync<PrclRequestException>(() => client.Runs.List(TestContext.Current.CancellationToken));
        Assert.Contains(reason, refusal.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<PrclRequestException>(() => client.Runs.Create("other", new RunRequest("{}", []), TestContext.Current.CancellationToken));
    }

    private sealed class Lines : ILoggerProvider, ILogger
    {
        private readonly ConcurrentQueue<string> _lines = new();

        public IReadOnlyCollection<string> All => _lines;

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            _lines.Enqueue($"{formatter(state, exception)} {exception}");

        public void Dispose()
        {
        }
    }
}
