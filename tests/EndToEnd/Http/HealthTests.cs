using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.RegularExpressions;
using Prcl.EndToEnd.Processes;
using Prcl.EndToEnd.Scenes;
using Xunit;

namespace Prcl.EndToEnd.Http;

public sealed partial class HealthTests
{
    private const string Key = "hush-api-key-of-sixteen";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Health_is_free_and_metrics_and_the_log_level_ask_for_the_key()
    {
        using var scenes = new SceneFiles();
        await using var silo = new SiloProcess(options: ["--log-format", "json"], environment: new() { ["PRCL_SILO_API_KEY"] = Key });
        silo.Start();
        await silo.Ready();
        using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{silo.HttpPort}") };

        Assert.Equal(HttpStatusCode.Unauthorized, (await SetLevel(http, "none")).Status);
        Assert.Equal((HttpStatusCode.OK, "live", 0), await Health(http, "live"));
        Assert.Equal((HttpStatusCode.OK, "ready", 0), await Health(http, "ready"));
        Assert.Equal(HttpStatusCode.Unauthorized, (await Get(http, "/metrics")).StatusCode);
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Key + "!");
        Assert.Equal(HttpStatusCode.Unauthorized, (await Get(http, "/metrics")).StatusCode);
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Key);

        Assert.Equal((HttpStatusCode.BadRequest, "The body must be one of trace, debug, information, warning, error, none.\n"), await SetLevel(http, "loud"));
        Assert.Equal((HttpStatusCode.OK, "warning\n"), await SetLevel(http, "warning"));
        await SmallRun.Create(silo.Prcl, "unheard", scenes);
        Assert.Equal((HttpStatusCode.OK, "information\n"), await SetLevel(http, "information"));

        await SmallRun.Create(silo.Prcl, "street", scenes);
        Assert.Single(silo.Output.Lines, l => Created().IsMatch(l));
        (await silo.Prcl.RunJson("push", scenes.Labelled("labelled", 0, 4), "--run", "street")).Succeeded();
        var metrics = await Eventually.See("the run's figures", Patience, () => Metrics(http), m => Value(m, "prcl_rounds") > 0);
        Assert.Equal((0, 1, 4), (Value(metrics, "prcl_backlog"), Value(metrics, "prcl_trainers"), Value(metrics, "prcl_stored")));
        Assert.All(
            ["prcl_staleness_seconds{", "prcl_exchange_bytes_total{", "prcl_storage_bytes_total{", "prcl_recovery_seconds_count{", "le=\"0.1\"", "prcl_prototype_staleness_", "orleans_"],
            series => Assert.Contains(series, metrics, StringComparison.Ordinal));

        Assert.Equal(0, await silo.Terminate(Patience));
        Assert.DoesNotContain("hush", silo.Output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_silo_whose_cluster_has_nobody_to_keep_the_state_is_not_ready_and_says_why()
    {
        await using var cluster = await Clusters.SiloCluster.WithRedis();
        var predictor = await cluster.Start("predictor");
        using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{predictor.HttpPort}") };

        var answer = await Get(http, "/health/ready");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.Contains("no live silo has the role 'state'", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Equal((HttpStatusCode.OK, "live", 0), await Health(http, "live"));

        await cluster.Start("state");
        await Eventually.See("the predictor ready", Patience, () => Health(http, "ready"), h => h.Status == HttpStatusCode.OK);
    }

    [GeneratedRegex("^\\{\"Timestamp\":\"\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z\",.*Run (street|unheard) created")]
    private static partial Regex Created();

    private static async Task<(HttpStatusCode Status, string Text)> SetLevel(HttpClient http, string level)
    {
        using var body = new StringContent(level);
        var answer = await http.PutAsync(new Uri("/log-level", UriKind.Relative), body, TestContext.Current.CancellationToken);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    private static Task<HttpResponseMessage> Get(HttpClient http, string path) => http.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);

    private static async Task<(HttpStatusCode Status, string? Word, int Reasons)> Health(HttpClient http, string what)
    {
        using var answer = await Get(http, $"/health/{what}");
        using var body = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        return (answer.StatusCode, body.RootElement.GetProperty("status").GetString(), body.RootElement.GetProperty("reasons").GetArrayLength());
    }

    private static async Task<string> Metrics(HttpClient http)
    {
        using var answer = await Get(http, "/metrics");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
    }

    // The one sample of a series about the run; −1 when it isn't there.
    private static double Value(string metrics, string series) => metrics.Split('\n')
        .Where(l => l.StartsWith(series + "{", StringComparison.Ordinal) && l.Contains("run=\"street\"", StringComparison.Ordinal))
        .Select(l => double.Parse(l[(l.IndexOf('}', StringComparison.Ordinal) + 1)..].Trim().Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture))
        .DefaultIfEmpty(-1).Single();
}
