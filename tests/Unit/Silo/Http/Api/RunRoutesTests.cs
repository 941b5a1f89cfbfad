using System.Text.Json;
using Prcl.Unit.Grains;
using Xunit;

namespace Prcl.Unit.Silo.Http.Api;

public sealed class RunRoutesTests(GrainCluster cluster) : IClassFixture<GrainCluster>
{
    [Fact]
    public async Task A_run_is_created_once_and_again_only_by_the_same_request()
    {
        await using var host = await ApiHost.Start(cluster);
        var (path, body) = ($"/v1/runs/{cluster.NextName()}", Body("7"));

        Assert.Equal((404, "no-such-run"), Of(await host.Http.Get(path)));
        var created = await host.Http.SendJson(HttpMethod.Put, path, body);
        Assert.True(created.Status == 201, created.ToString());
        Assert.Equal(path, created.Headers.Location!.ToString());
        Assert.Equal(200, (await host.Http.SendJson(HttpMethod.Put, path, body)).Status);
        Assert.Equal((409, "run-exists"), Of(await host.Http.SendJson(HttpMethod.Put, path, Body("8"))));

        var run = await host.Http.Json(path);
        Assert.Equal(("7", 0), (run.GetProperty("settings").GetProperty("seed").GetString(), run.GetProperty("epoch").GetInt32()));
        Assert.Equal(Street.Classes.Count, run.GetProperty("classes").GetProperty("classes").GetArrayLength());
    }

    [Fact]
    public async Task A_deleted_run_is_gone_and_its_name_is_free()
    {
        await using var host = await ApiHost.Start(cluster);
        var path = $"/v1/runs/{cluster.NextName()}";
        await host.Http.SendJson(HttpMethod.Put, path, Body("7"));

        Assert.Equal(204, (await host.Http.Send(HttpMethod.Delete, path)).Status);

        Assert.Equal((404, "no-such-run"), Of(await host.Http.Get(path)));
        Assert.Equal((404, "no-such-run"), Of(await host.Http.Send(HttpMethod.Delete, path)));
        Assert.Equal(201, (await host.Http.SendJson(HttpMethod.Put, path, Body("8"))).Status);
    }

    [Theory]
    [InlineData("/v1/runs/..%2Fetc", """{"classes": {}}""", 400, "bad-value")]
    [InlineData("/v1/runs/CON", """{"classes": {}}""", 400, "bad-value")]
    [InlineData("/v1/runs/fine", "{", 400, "bad-request")]
    [InlineData("/v1/runs/fine", "", 400, "bad-request")]
    [InlineData("/v1/runs/fine", "{}", 400, "bad-request")]
    [InlineData("/v1/runs/fine", "null", 400, "bad-request")]
    [InlineData("/v1/runs/fine", """{"classes": null}""", 400, "bad-value")]
    [InlineData("/v1/runs/fine", """{"classes": {"classes": []}, "settings": {"seed": []}}""", 400, "bad-value")]
    [InlineData("/v1/runs/fine", """{"classes": {"classes": [{"name": "a", "color": [0, 0, 0]}, {"name": "b", "color": [1, 1, 1]}]}, "settings": {"lr": 1}}""", 400, "bad-value")]
    public async Task A_request_that_makes_no_sense_is_told_why_and_makes_no_run(string path, string body, int status, string code)
    {
        await using var host = await ApiHost.Start(cluster);

        var answer = await host.Http.SendJson(HttpMethod.Put, path, body);

        Assert.Equal((status, code), Of(answer));
        Assert.NotEmpty(answer.Json.GetProperty("detail").GetString()!);
        Assert.DoesNotContain((await host.Http.Json("/v1/runs?limit=500")).GetProperty("items").EnumerateArray(), r => r.GetProperty("name").GetString() == "fine");
    }

    [Fact]
    public async Task An_unchanged_status_is_not_sent_again()
    {
        await using var host = await ApiHost.Start(cluster);
        var run = await cluster.Define();

        var first = await host.Http.Get($"/v1/runs/{run.Name}/status");
        Assert.Equal((200, "waitingForTrainers"), (first.Status, first.Json.GetProperty("phase").GetString()));
        var second = await host.Http.Get($"/v1/runs/{run.Name}/status", ("If-None-Match", first.Tag!));
        Assert.Equal((304, 0), (second.Status, second.Bytes.Length));

        await run.Store(Street.Labelled(1));
        var third = await host.Http.Get($"/v1/runs/{run.Name}/status", ("If-None-Match", first.Tag!));
        Assert.Equal((200, 1), (third.Status, third.Json.GetProperty("images").GetProperty("stored").GetInt32()));
    }

    [Fact]
    public async Task Training_is_switched_off_and_on_as_often_as_one_likes()
    {
        await using var host = await ApiHost.Start(cluster);
        var run = await cluster.Define();
        var path = $"/v1/runs/{run.Name}";

        foreach (var (on, phase) in new[] { (false, "stopped"), (false, "stopped"), (true, "waitingForTrainers"), (true, "waitingForTrainers") })
        {
            var answer = await host.Http.SendJson(HttpMethod.Put, path + "/training", JsonSerializer.Serialize(new { on }));
            Assert.True(answer.Status == 200, answer.ToString());
            Assert.Equal(phase, (await host.Http.Json(path + "/status")).GetProperty("phase").GetString());
        }
    }

    [Fact]
    public async Task A_list_comes_in_parts_that_together_are_the_whole()
    {
        await using var host = await ApiHost.Start(cluster);
        var whole = Names(await host.Http.Json("/v1/settings?limit=500"));
        var (parts, cursor) = (new List<string>(), (string?)"");
        while (cursor is not null)
        {
            var part = await host.Http.Json($"/v1/settings?limit=7{(cursor.Length > 0 ? $"&cursor={cursor}" : "")}");
            Assert.InRange(part.GetProperty("items").GetArrayLength(), 1, 7);
            parts.AddRange(Names(part));
            cursor = part.GetProperty("next").GetString();
        }

        Assert.True(whole.Length > 50);
        Assert.Equal(whole, parts);
    }

    [Theory]
    [InlineData("limit=0")]
    [InlineData("limit=501")]
    [InlineData("limit=many")]
    [InlineData("cursor=%C3%A4")]
    [InlineData("cursor=&limit=-1")]
    public async Task A_part_that_cannot_be_is_refused(string query)
    {
        await using var host = await ApiHost.Start(cluster);

        Assert.Equal(400, (await host.Http.Get($"/v1/settings?{query}")).Status);
    }

    [Fact]
    public async Task A_silo_is_drained_by_name_and_others_are_named_where_there_is_none()
    {
        await using var host = await ApiHost.Start(cluster);
        var silos = await host.Http.Json("/v1/cluster");
        Assert.Equal(cluster.SiloName, silos.GetProperty("items")[0].GetProperty("name").GetString());

        var drained = await host.Http.SendJson(HttpMethod.Put, $"/v1/silos/{cluster.SiloName}/trainers", """{"draining": true}""");
        Assert.True(drained.Status == 200 && drained.Json.GetProperty("draining").GetBoolean(), drained.ToString());
        Assert.False((await host.Http.SendJson(HttpMethod.Put, $"/v1/silos/{cluster.SiloName}/trainers", """{"draining": false}""")).Json.GetProperty("draining").GetBoolean());
        var unknown = await host.Http.SendJson(HttpMethod.Put, "/v1/silos/nobody/trainers", """{"draining": true}""");
        Assert.Equal((404, "no-such-silo"), Of(unknown));
        Assert.Contains(cluster.SiloName, unknown.Json.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    private static (int, string?) Of(ApiClient.Answer answer) => (answer.Status, answer.Problem);

    private static string[] Names(JsonElement page) => [.. page.GetProperty("items").EnumerateArray().Select(i => i.GetProperty("name").GetString()!)];

    private static string Body(string seed)
    {
        var settings = TestRun.Settings();
        settings["seed"] = seed;
        return $$"""{"classes": {{Street.Classes.ToJson()}}, "settings": {{JsonSerializer.Serialize(settings)}}}""";
    }
}
