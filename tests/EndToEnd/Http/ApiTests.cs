using System.Net;
using System.Net.Http.Headers;
using Prcl.EndToEnd.Processes;
using Prcl.EndToEnd.Scenes;
using Xunit;

namespace Prcl.EndToEnd.Http;

public sealed class ApiTests
{
    private const string Python = "/usr/bin/python3";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task The_example_pushes_and_predicts_with_a_key_that_lets_it_do_just_that_until_it_is_revoked_and_what_it_pushed_is_labelled()
    {
        Assert.SkipUnless(File.Exists(Python), $"There is no {Python}, which Debian's package python3 installs: the example isn't run.");
        using var scenes = new SceneFiles();
        var keys = Path.Combine(scenes.Folder, "api-keys.json");
        var camera = await Key("camera", "ingest,read,predict");
        var prometheus = await Key("prometheus", "metrics");
        await using var silo = new SiloProcess(options: ["--api-keys", keys]);
        silo.Start();
        await silo.Ready();
        await SmallRun.Create(silo.Prcl, "street", scenes);
        (await silo.Prcl.RunJson("push", scenes.Labelled("labelled", 0, 4), "--run", "street")).Succeeded();

        var (frames, picture) = (scenes.Unlabelled("frames", 10, 3), Path.Combine(scenes.Folder, "out.png"));
        var example = (await Finished.Run(
            Python, [Programs.InRepository("docs/examples/push_and_predict.py"), $"http://127.0.0.1:{silo.HttpPort}", "street", picture, .. Directory.GetFiles(frames).Order()],
            new Dictionary<string, string> { ["PRCL_API_KEY"] = camera })).Succeeded();

        Assert.Equal(3, example.Out.Split('\n').Count(l => l.Contains(" stored", StringComparison.Ordinal)));
        Assert.Matches("by version [1-9]", example.Out);
        Assert.True(PngFile.HasSignature(await File.ReadAllBytesAsync(picture, TestContext.Current.CancellationToken)));

        var suggested = (await silo.Prcl.Json("suggest", "-n", "2", "--run", "street", "-o", Path.Combine(scenes.Folder, "next"))).EnumerateArray().ToArray();
        Assert.Equal(2, suggested.Length);
        var labelled = await silo.Prcl.Json("label", suggested[0].GetProperty("file").GetString()!, suggested[0].GetProperty("mask").GetString()!, "--run", "street");
        Assert.Equal((suggested[0].GetProperty("sha256").GetString(), "stored"), (labelled.GetProperty("sha256").GetString(), labelled.GetProperty("outcome").GetString()));

        Assert.Equal(HttpStatusCode.Forbidden, await Ask(silo, camera, HttpMethod.Delete, $"/v1/runs/street/images/{new string('a', 64)}"));
        Assert.Equal(HttpStatusCode.Forbidden, await Ask(silo, prometheus, HttpMethod.Get, "/v1/runs"));
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.Forbidden), (await Ask(silo, prometheus, HttpMethod.Get, "/metrics"), await Ask(silo, camera, HttpMethod.Get, "/metrics")));

        Assert.Equal("camera  ingest,read,predict", (await Keys("list")).Out.Split('\n')[0][..27]);
        await Keys("revoke", "camera");
        await Eventually.See("the key revoked", Patience, () => Ask(silo, camera, HttpMethod.Get, "/v1/runs"), s => s == HttpStatusCode.Unauthorized);
        Assert.Equal(0, await silo.Terminate(Patience));
        Assert.All([camera, prometheus], key => Assert.DoesNotContain(key, silo.Output.ToString(), StringComparison.Ordinal));

        async Task<string> Key(string name, string scopes) => (await Keys("add", name, "--scopes", scopes)).Out.Trim();

        async Task<Finished> Keys(params string[] arguments) => (await Finished.Run(Programs.Silo, ["keys", .. arguments, "--api-keys", keys])).Succeeded();
    }

    private static async Task<HttpStatusCode> Ask(SiloProcess silo, string key, HttpMethod method, string path)
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(method, $"http://127.0.0.1:{silo.HttpPort}{path}") { Headers = { Authorization = new AuthenticationHeaderValue("Bearer", key) } };
        using var answer = await http.SendAsync(request, TestContext.Current.CancellationToken);
        return answer.StatusCode;
    }
}
