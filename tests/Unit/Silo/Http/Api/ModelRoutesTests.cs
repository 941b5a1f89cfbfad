using System.Net.Http.Headers;
using Prcl.Learning.Safetensors;
using Prcl.Unit.Grains;
using Xunit;

namespace Prcl.Unit.Silo.Http.Api;

public sealed class ModelRoutesTests(GrainCluster cluster) : IClassFixture<GrainCluster>
{
    [Fact]
    public async Task Versions_are_listed_named_served_and_gone_back_to()
    {
        await using var host = await ApiHost.Start(cluster);
        var (run, path) = await Trained();

        Assert.Equal([0, 1, 2], (await host.Http.Json(path + "/models")).GetProperty("items").EnumerateArray().Select(m => m.GetProperty("version").GetInt32()));
        Assert.Equal(2, (await host.Http.Json(path + "/models/latest")).GetProperty("version").GetInt32());
        Assert.Equal((404, "no-such-version"), Of(await host.Http.Get(path + "/models/9")));
        Assert.Equal((404, "no-such-run"), Of(await host.Http.Get("/v1/runs/nobody/models/0")));

        Assert.Equal(200, (await host.Http.SendJson(HttpMethod.Put, path + "/aliases/serving", """{"version": 1}""", ("If-None-Match", "*"))).Status);
        var serving = await host.Http.Get(path + "/aliases/serving");
        Assert.Equal((1, "\"1\""), (serving.Json.GetProperty("version").GetInt32(), serving.Tag));
        Assert.Equal((412, "precondition-failed"), Of(await host.Http.SendJson(HttpMethod.Put, path + "/aliases/serving", """{"version": 2}""", ("If-Match", "\"0\""))));
        Assert.Equal(200, (await host.Http.SendJson(HttpMethod.Put, path + "/aliases/serving", """{"version": 2}""", ("If-Match", "\"1\""))).Status);
        Assert.Equal((404, "no-such-version"), Of(await host.Http.SendJson(HttpMethod.Put, path + "/aliases/serving", """{"version": 9}""")));
        Assert.Equal((400, "bad-value"), Of(await host.Http.SendJson(HttpMethod.Put, path + "/aliases/latest", """{"version": 1}""")));
        Assert.Equal(204, (await host.Http.Send(HttpMethod.Delete, path + "/aliases/serving")).Status);
        Assert.Equal((404, "no-such-version"), Of(await host.Http.Get(path + "/aliases/serving")));

        foreach (var isNew in new[] { true, false })
        {
            var back = await host.Http.SendJson(HttpMethod.Post, path + "/rollbacks", """{"version": 1}""");
            Assert.Equal((200, 1, isNew), (back.Status, back.Json.GetProperty("epoch").GetInt32(), back.Json.GetProperty("isNew").GetBoolean()));
        }

        Assert.Equal((404, "no-such-version"), Of(await host.Http.SendJson(HttpMethod.Post, path + "/rollbacks", """{"version": 99}""")));
        Assert.Equal(1, (await run.Grain.Describe())!.Epoch);
    }

    [Fact]
    public async Task A_version_is_a_file_that_can_be_fetched_in_parts()
    {
        await using var host = await ApiHost.Start(cluster);
        var (_, path) = await Trained();

        var whole = await host.Http.Get(path + "/models/1/file");
        Assert.Equal((200, "\"1\"", true), (whole.Status, whole.Tag, whole.Bytes.Length > 1 << 20));
        using var file = new Prcl.Unit.Grains.Blobs.TemporaryFolder();
        var name = Path.Combine(file.Path, "model.safetensors");
        await File.WriteAllBytesAsync(name, whole.Bytes, TestContext.Current.CancellationToken);
        Assert.NotEmpty(SafetensorsFile.Read(name).Tensors);

        var middle = (1 << 20) - 10;
        var part = await host.Http.Get(path + "/models/1/file", ("Range", $"bytes={middle}-{middle + 19}"));
        Assert.Equal(206, part.Status);
        Assert.Equal(whole.Bytes[middle..(middle + 20)], part.Bytes);
        Assert.Equal(new ContentRangeHeaderValue(middle, middle + 19, whole.Bytes.Length), part.Content.ContentRange);
        Assert.Equal(416, (await host.Http.Get(path + "/models/1/file", ("Range", $"bytes={whole.Bytes.Length}-"))).Status);
        Assert.Equal(304, (await host.Http.Get(path + "/models/latest/file", ("If-None-Match", "\"2\""))).Status);
        Assert.Equal(200, (await host.Http.Get(path + "/models/1/file", ("Range", "bytes=0-9"), ("If-Range", "\"2\""))).Status);
    }

    [Fact]
    public async Task An_image_is_segmented_into_what_was_asked_for_by_the_version_asked_for()
    {
        await using var host = await ApiHost.Start(cluster);
        var (_, path) = await Trained();

        var shares = await host.Http.SendFile(HttpMethod.Post, path + "/predict", Street.Image(1));
        Assert.True(shares.Status == 200, shares.ToString());
        Assert.Equal((2, 5), (shares.Json.GetProperty("version").GetInt32(), shares.Json.GetProperty("shares")[0].GetProperty("classId").GetInt32()));
        foreach (var output in new[] { "index", "colour", "overlay", "uncertainty", "uncertainty16" })
        {
            var picture = await host.Http.SendFile(HttpMethod.Post, $"{path}/predict?output={output}&version=1", Street.Image(1));
            Assert.Equal((200, "image/png", "1"), (picture.Status, picture.Content.ContentType!.MediaType, picture.Headers.GetValues("Prcl-Version").Single()));
            Assert.Equal([0x89, (byte)'P', (byte)'N', (byte)'G'], picture.Bytes[..4]);
        }

        Assert.Equal((404, "no-such-version"), Of(await host.Http.SendFile(HttpMethod.Post, path + "/predict?version=best", Street.Image(1))));
        Assert.Equal((400, "bad-value"), Of(await host.Http.SendFile(HttpMethod.Post, path + "/predict?output=poem", Street.Image(1))));
        Assert.Equal((415, "not-an-image"), Of(await host.Http.SendFile(HttpMethod.Post, path + "/predict", "no picture"u8.ToArray())));
        Assert.Equal((415, "unsupported-type"), Of(await host.Http.SendJson(HttpMethod.Post, path + "/predict", "{}")));
        Assert.Equal((404, "no-such-run"), Of(await host.Http.SendFile(HttpMethod.Post, "/v1/runs/nobody/predict", Street.Image(1))));
    }

    [Fact]
    public async Task A_version_is_measured_now_where_there_is_something_to_measure_with()
    {
        await using var host = await ApiHost.Start(cluster);
        var (run, path) = await Trained();
        Assert.Equal((409, "nothing-to-measure"), Of(await host.Http.SendJson(HttpMethod.Post, path + "/evaluations", "{}")));
        await run.Store(Street.Evaluated(50), Street.Evaluated(51, "night"));

        var measured = await host.Http.SendJson(HttpMethod.Post, path + "/evaluations", """{"version": 1}""");

        Assert.True(measured.Status == 200, measured.ToString());
        Assert.Equal([("day", 1), ("night", 1)], measured.Json.GetProperty("items").EnumerateArray().Select(i => (i.GetProperty("domain").GetString()!, i.GetProperty("version").GetInt32())).Order());
        Assert.Equal(0, (await host.Http.Json(path + "/evaluations?domain=day")).GetProperty("items").GetArrayLength());
        Assert.Equal((404, "no-such-version"), Of(await host.Http.SendJson(HttpMethod.Post, path + "/evaluations", """{"version": 9}""")));
        Assert.Equal((400, "bad-value"), Of(await host.Http.SendJson(HttpMethod.Post, path + "/evaluations", """{"version": -1}""")));
        Assert.Equal((404, "no-such-run"), Of(await host.Http.Get("/v1/runs/nobody/evaluations")));
    }

    // Two versions, that answer class 3 and class 5 everywhere.
    private async Task<(TestRun Run, string Path)> Trained()
    {
        var run = await cluster.Create();
        var trainer = await new FakeTrainer(cluster, run, "a").Join();
        await cluster.Publish(run, trainer, always: 3);
        await cluster.Publish(run, trainer, always: 5);
        return (run, $"/v1/runs/{run.Name}");
    }

    private static (int, string?) Of(ApiClient.Answer answer) => (answer.Status, answer.Problem);
}
