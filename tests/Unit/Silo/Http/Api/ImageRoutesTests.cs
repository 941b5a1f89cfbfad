using System.Text.Json;
using Prcl.Grains.Images;
using Prcl.Unit.Grains;
using Xunit;

namespace Prcl.Unit.Silo.Http.Api;

public sealed class ImageRoutesTests(GrainCluster cluster) : IClassFixture<GrainCluster>
{
    [Fact]
    public async Task An_image_is_pushed_looked_at_labelled_and_deleted()
    {
        await using var host = await ApiHost.Start(cluster);
        var run = await cluster.Define();
        var (image, label, hash) = (Street.Image(3), Street.Label(3), Hash(Street.Image(3)));
        var path = $"/v1/runs/{run.Name}/images/{hash}";

        var pushed = await host.Http.SendFile(HttpMethod.Put, path + "?domain=dusk&name=a.png", image);
        Assert.True(pushed.Status == 201 && pushed.Headers.Location!.ToString() == path, pushed.ToString());
        Assert.Equal((200, "alreadyStored"), (await host.Http.SendFile(HttpMethod.Put, path + "?domain=dusk", image)) is var again ? (again.Status, again.Json.GetProperty("outcome").GetString()) : default);
        Assert.Equal(("dusk", "a.png", "train"), Text(await host.Http.Json(path), "domain", "name", "purpose"));

        var content = await host.Http.Get(path + "/content");
        Assert.Equal(image, content.Bytes);
        Assert.Equal(("image/png", $"\"{hash}\""), (content.Content.ContentType!.MediaType!, content.Tag!));
        Assert.Contains("immutable", content.Headers.CacheControl!.ToString(), StringComparison.Ordinal);
        Assert.Equal(304, (await host.Http.Get(path + "/content", ("If-None-Match", content.Tag!))).Status);

        Assert.Equal((404, "no-such-image"), Of(await host.Http.Get(path + "/label")));
        Assert.Equal((412, "precondition-failed"), Of(await host.Http.SendFile(HttpMethod.Put, path + "/label", label, headers: ("If-Match", "\"other\""))));
        Assert.Equal(201, (await host.Http.SendFile(HttpMethod.Put, path + "/label", label, headers: ("If-None-Match", "*"))).Status);
        var held = await host.Http.Get(path + "/label");
        Assert.Equal(label, held.Bytes);
        Assert.Equal($"\"{Hash(label)}\"", held.Tag);
        Assert.Equal((412, "precondition-failed"), Of(await host.Http.SendFile(HttpMethod.Put, path + "/label", Street.Label(4), headers: ("If-None-Match", "*"))));
        Assert.Equal(201, (await host.Http.SendFile(HttpMethod.Put, path + "/label", Street.Label(4), headers: ("If-Match", held.Tag!))).Status);
        Assert.Equal((422, "bad-label"), Of(await host.Http.SendFile(HttpMethod.Put, path + "/label", [1, 2, 3])));

        Assert.Equal(204, (await host.Http.Send(HttpMethod.Delete, path)).Status);
        Assert.Equal(204, (await host.Http.Send(HttpMethod.Delete, path)).Status);
        Assert.Equal((404, "no-such-image"), Of(await host.Http.Get(path + "/content")));
    }

    [Fact]
    public async Task A_form_carries_an_image_with_its_label_domain_and_purpose()
    {
        await using var host = await ApiHost.Start(cluster);
        var run = await cluster.Define();
        using var form = ApiClient.Form(
            ("image", "b.png", Street.Image(5)), ("label", "b.png", Street.Label(5)), ("domain", null, "rain"u8.ToArray()), ("purpose", null, "evaluate"u8.ToArray()));

        var path = $"/v1/runs/{run.Name}/images/{Hash(Street.Image(5))}";
        var pushed = await host.Http.Send(HttpMethod.Put, path, form);

        Assert.True(pushed.Status == 201, pushed.ToString());
        Assert.Equal(("rain", "b.png", "evaluate"), Text(await host.Http.Json(path), "domain", "name", "purpose"));
        Assert.Equal((409, "other-purpose"), Of(await host.Http.SendFile(HttpMethod.Put, path + "?domain=rain", Street.Image(5))));
        await run.Store(Street.Unlabelled(8));
        Assert.Equal((409, "other-domain"), Of(await host.Http.SendFile(HttpMethod.Put, $"/v1/runs/{run.Name}/images/{Hash(Street.Image(8))}?domain=rain", Street.Image(8))));
    }

    [Fact]
    public async Task Each_refusal_has_a_status_of_its_kind_and_leaves_nothing()
    {
        await using var host = await ApiHost.Start(cluster);
        var run = await cluster.Define();
        var images = $"/v1/runs/{run.Name}/images/";
        byte[] text = "no picture"u8.ToArray(), cut = Street.Image(6)[..^200];

        Assert.Equal((422, "wrong-hash"), Of(await host.Http.SendFile(HttpMethod.Put, images + new string('a', 64), Street.Image(6))));
        Assert.Equal((400, "bad-value"), Of(await host.Http.SendFile(HttpMethod.Put, images + "abc", Street.Image(6))));
        Assert.Equal((415, "not-an-image"), Of(await host.Http.SendFile(HttpMethod.Put, images + Hash(text), text)));
        Assert.Equal((422, "damaged-image"), Of(await host.Http.SendFile(HttpMethod.Put, images + Hash(cut), cut)));
        Assert.Equal((400, "bad-value"), Of(await host.Http.SendFile(HttpMethod.Put, images + Hash(Street.Image(6)) + "?domain=a/b", Street.Image(6))));
        Assert.Equal((415, "unsupported-type"), Of(await host.Http.SendJson(HttpMethod.Put, images + Hash(Street.Image(6)), "{}")));
        Assert.Equal((422, "bad-label"), Of(await host.Http.SendFile(HttpMethod.Put, images + Hash(Street.Image(6)) + "?purpose=evaluate", Street.Image(6))));
        Assert.Equal((404, "no-such-run"), Of(await host.Http.SendFile(HttpMethod.Put, $"/v1/runs/nobody/images/{Hash(Street.Image(6))}", Street.Image(6))));
        Assert.Equal(413, (await host.Http.SendFile(HttpMethod.Put, images + new string('a', 64) + "/label", new byte[40 << 20], headers: ("Expect", "100-continue"))).Status);
        Assert.Equal(0, (await host.Http.Json($"/v1/runs/{run.Name}/status")).GetProperty("images").GetProperty("stored").GetInt32());
    }

    [Fact]
    public async Task Storage_that_fails_is_a_503_that_says_when_to_come_again()
    {
        await using var host = await ApiHost.Start(cluster);
        var run = await cluster.Define();
        var path = $"/v1/runs/{run.Name}/images/{Hash(Street.Image(7))}";

        using (cluster.Fail((_, name) => ImageBlobs.IsImage(name) ? Prcl.Unit.Grains.Blobs.Fault.Fails : default))
        {
            var answer = await host.Http.SendFile(HttpMethod.Put, path, Street.Image(7));
            Assert.Equal((503, "storage-unavailable", TimeSpan.FromSeconds(2)), (answer.Status, answer.Problem, answer.Headers.RetryAfter!.Delta!.Value));
        }

        Assert.Equal(201, (await host.Http.SendFile(HttpMethod.Put, path, Street.Image(7))).Status);
    }

    [Fact]
    public async Task Many_images_have_an_outcome_each_and_labels_find_theirs_by_name()
    {
        await using var host = await ApiHost.Start(cluster);
        var run = await cluster.Define();
        using var form = ApiClient.Form(
            ("image", "a.png", Street.Image(10)), ("image", "b.png", "no picture"u8.ToArray()), ("image", "c.png", Street.Image(11)), ("label", "c.png", Street.Label(11)), ("domain", null, "night"u8.ToArray()));

        var answer = await host.Http.Send(HttpMethod.Post, $"/v1/runs/{run.Name}/images", form);

        Assert.True(answer.Status == 200, answer.ToString());
        Assert.Equal(
            [("a.png", "stored", null), ("b.png", "notAnImage", "urn:prcl:problem:not-an-image"), ("c.png", "stored", null)],
            answer.Json.GetProperty("items").EnumerateArray().Select(i => (i.GetProperty("name").GetString()!, i.GetProperty("outcome").GetString()!, i.GetProperty("problem").GetString())));
        Assert.Equal([Hash(Street.Image(11))], await Listed(host, run.Name, "labelled=true"));
        Assert.Equal([Hash(Street.Image(10))], await Listed(host, run.Name, "labelled=false&domain=night"));

        using var alone = ApiClient.Form(("image", "a.png", Street.Image(12)), ("label", "z.png", Street.Label(12)));
        Assert.Equal((400, "bad-value"), Of(await host.Http.Send(HttpMethod.Post, $"/v1/runs/{run.Name}/images", alone)));
        using var other = ApiClient.Form(("picture", "a.png", Street.Image(12)));
        Assert.Equal((400, "bad-value"), Of(await host.Http.Send(HttpMethod.Post, $"/v1/runs/{run.Name}/images", other)));
    }

    [Fact]
    public async Task A_list_is_filtered_and_comes_in_parts_over_all_partitions()
    {
        await using var host = await ApiHost.Start(cluster);
        var run = await cluster.Define(("partitions", "3"));
        await run.Store([.. Enumerable.Range(20, 9).Select(Street.Unlabelled), Street.Labelled(30), Street.Evaluated(31, "night")]);

        var (parts, cursor, requests) = (new List<string>(), (string?)"", 0);
        while (cursor is not null)
        {
            var part = await host.Http.Json($"/v1/runs/{run.Name}/images?limit=4{(cursor.Length > 0 ? $"&cursor={cursor}" : "")}");
            parts.AddRange(part.GetProperty("items").EnumerateArray().Select(i => i.GetProperty("sha256").GetString()!));
            (cursor, requests) = (part.GetProperty("next").GetString(), requests + 1);
        }

        Assert.Equal((11, 11, 3), (parts.Count, parts.Distinct().Count(), requests));
        Assert.Equal([Hash(Street.Image(31))], await Listed(host, run.Name, "purpose=evaluate"));
        Assert.Equal(2, (await Listed(host, run.Name, "labelled=true")).Length);
        Assert.Empty(await Listed(host, run.Name, "quarantined=true"));
        Assert.Equal(400, (await host.Http.Get($"/v1/runs/{run.Name}/images?labelled=perhaps")).Status);
        Assert.Equal(400, (await host.Http.Get($"/v1/runs/{run.Name}/images?cursor=OS8w")).Status);
    }

    [Fact]
    public async Task What_the_run_has_need_not_be_sent()
    {
        await using var host = await ApiHost.Start(cluster);
        var run = await cluster.Define();
        await run.Store(Street.Labelled(40));
        var body = JsonSerializer.Serialize(new { files = new object[] { new { image = Hash(Street.Image(40)) }, new { image = Hash(Street.Image(41)) }, new { image = Hash(Street.Image(40)), domain = "rain" } } });

        var known = await host.Http.SendJson(HttpMethod.Post, $"/v1/runs/{run.Name}/images/known", body);

        Assert.True(known.Status == 200, known.ToString());
        Assert.Equal([true, false, false], known.Json.GetProperty("known").EnumerateArray().Select(k => k.GetBoolean()));
        Assert.Equal((400, "bad-value"), Of(await host.Http.SendJson(HttpMethod.Post, $"/v1/runs/{run.Name}/images/known", """{"files": [{"image": "abc"}]}""")));
    }

    private static async Task<string[]> Listed(ApiHost host, string run, string query) =>
        [.. (await host.Http.Json($"/v1/runs/{run}/images?{query}")).GetProperty("items").EnumerateArray().Select(i => i.GetProperty("sha256").GetString()!)];

    private static (int, string?) Of(ApiClient.Answer answer) => (answer.Status, answer.Problem);

    private static (string?, string?, string?) Text(JsonElement json, string first, string second, string third) =>
        (json.GetProperty(first).GetString(), json.GetProperty(second).GetString(), json.GetProperty(third).GetString());

    private static string Hash(byte[] file) => ContentHash.Of(file).ToString();
}
