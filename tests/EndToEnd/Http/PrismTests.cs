using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Prcl.EndToEnd.Processes;
using Prcl.EndToEnd.Scenes;
using Prcl.Long;
using Xunit;

namespace Prcl.EndToEnd.Http;

public sealed class PrismTests
{
    private const string Key = "hush-api-key-of-sixteen";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [LongFact]
    public async Task Every_JSON_route_asks_and_answers_as_the_description_says()
    {
        using var scenes = new SceneFiles();
        await using var silo = new SiloProcess(environment: new() { ["PRCL_SILO_API_KEY"] = Key });
        using var prism = await Prism.StartedOrSkip(silo.HttpPort);
        silo.Start();
        await silo.Ready();
        await SmallRun.Create(silo.Prcl, "street", scenes);
        (await silo.Prcl.RunJson("push", scenes.Labelled("labelled", 0, 4), "--run", "street")).Succeeded();
        (await silo.Prcl.RunJson("push", scenes.Unlabelled("camera", 10, 4), "--run", "street")).Succeeded();
        (await silo.Prcl.RunJson("push", scenes.Labelled("held-out", 20, 2), "--run", "street", "--purpose", "evaluate")).Succeeded();
        await Eventually.See("a committed round", Patience, async () => (await silo.Prcl.Json("status", "--run", "street")).GetProperty("version").GetInt64(), version => version > 0);
        using var http = new HttpClient { BaseAddress = prism.Address, DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", Key) } };

        var sha256 = (await Ask(http, "GET /v1/runs/street/images?limit=2&order=newest")).GetProperty("items")[0].GetProperty("sha256").GetString();
        var version = (await Ask(http, "GET /v1/runs/street/models/latest")).GetProperty("version").GetInt64();
        var width = int.Parse(SmallRun.Settings.Single(s => s.StartsWith("representation-width=", StringComparison.Ordinal)).Split('=')[1], null);
        string[] requests =
        [
            "GET /v1/cluster", "GET /v1/settings", "GET /v1/runs?limit=1", "GET /v1/runs/street", "GET /v1/runs/street/status", $"GET /v1/runs/street/images/{sha256}",
            "GET /v1/runs/street/label-next?n=2", "GET /v1/runs/street/prototypes", "GET /v1/runs/street/prototypes/0", "GET /v1/runs/street/prototypes/0/neighbours",
            "GET /v1/runs/street/prototypes/map?count=2", "GET /v1/runs/street/prototypes/0/history", "GET /v1/runs/street/models?limit=2", "GET /v1/runs/street/aliases",
            "GET /v1/runs/street/aliases/latest", "GET /v1/runs/street/evaluations", "GET /v1/runs/street/losses", "GET /v1/runs/street/metrics-history?after=0",
            $$"""POST /v1/runs/street/images/known {"files": [{"image": "{{sha256}}"}]}""",
            $$"""POST /v1/runs/street/prototypes/nearest {"mean": [{{string.Join(", ", Enumerable.Repeat("0.5", width))}}]}""",
            $$"""PUT /v1/runs/street/aliases/mine {"version": {{version}}}""", "DELETE /v1/runs/street/aliases/mine",
            """POST /v1/runs/street/evaluations {"version": null}""",
            """PUT /v1/runs/street/training {"on": false}""", """PUT /v1/silos/silo/trainers {"draining": false}""",
            $$"""PUT /v1/runs/other {"classes": {{SceneFiles.ClassesText}}, "settings": {"threads": 1} }""", "DELETE /v1/runs/other",
        ];
        foreach (var request in requests)
        {
            await Ask(http, request);
        }
    }

    // One line: method, path and perhaps a body.
    private static async Task<JsonElement> Ask(HttpClient http, string line)
    {
        var parts = line.Split(' ', 3);
        using var request = new HttpRequestMessage(new HttpMethod(parts[0]), parts[1]);
        request.Content = parts.Length > 2 ? new StringContent(parts[2], Encoding.UTF8, "application/json") : null;
        using var answer = await http.SendAsync(request, TestContext.Current.CancellationToken);
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        Assert.True(answer.IsSuccessStatusCode, $"{line}: {(int)answer.StatusCode} {text}");
        Assert.False(answer.Headers.Contains("sl-violations"), line);
        return text.Length == 0 ? default : JsonDocument.Parse(text).RootElement;
    }
}
