using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using Prcl.Contracts.Predictors;
using Prcl.Images.Files;
using Prcl.Unit.Grains;
using Prcl.Unit.Silo.Http.Api;
using Xunit;

namespace Prcl.Unit.Silo.Http.Inference;

/// <summary>The open inference protocol, version 2, as its text has it: REST requests, the metadata, and the extension for binary tensors.</summary>
public sealed class InferenceRoutesTests(GrainCluster cluster) : IClassFixture<GrainCluster>
{
    [Fact]
    public async Task Server_and_model_describe_themselves()
    {
        await using var host = await ApiHost.Start(cluster);
        var run = await cluster.Create();

        var server = await host.Http.Json("/v2");
        Assert.Equal("prcl", server.GetProperty("name").GetString());
        Assert.NotEmpty(server.GetProperty("version").GetString()!);
        Assert.Equal("binary_tensor_data", server.GetProperty("extensions")[0].GetString());
        Assert.True((await host.Http.Json("/v2/health/live")).GetProperty("live").GetBoolean());
        Assert.True((await host.Http.Json("/v2/health/ready")).GetProperty("ready").GetBoolean());

        foreach (var path in new[] { $"/v2/models/{run.Name}", $"/v2/models/{run.Name}/versions/0" })
        {
            var model = await host.Http.Json(path);
            Assert.Equal((run.Name, "0"), (model.GetProperty("name").GetString(), model.GetProperty("versions")[0].GetString()));
            Assert.Equal([("image", "BYTES")], Tensors(model, "inputs"));
            Assert.Equal([("index", "UINT8"), ("uncertainty", "FP32")], Tensors(model, "outputs"));
            Assert.Equal([1, -1, -1], model.GetProperty("outputs")[0].GetProperty("shape").EnumerateArray().Select(s => s.GetInt32()));
            Assert.True((await host.Http.Json(path + "/ready")).GetProperty("ready").GetBoolean());
        }

        Assert.Equal(404, (await host.Http.Get("/v2/models/nobody/ready")).Status);
        Assert.Equal(404, (await host.Http.Get($"/v2/models/{run.Name}/versions/9/ready")).Status);
    }

    [Fact]
    public async Task An_image_as_base64_is_answered_with_numbers_in_JSON()
    {
        await using var host = await ApiHost.Start(cluster);
        var run = await cluster.Create();
        var expected = await run.Predictor.Predict(new PredictRequest("a", Street.Image(1), PredictionPictures.Index | PredictionPictures.Uncertainty, null));

        var answer = await host.Http.SendJson(HttpMethod.Post, $"/v2/models/{run.Name}/versions/0/infer", Request(Street.Image(1)));

        Assert.True(answer.Status == 200, answer.ToString());
        Assert.Equal((run.Name, "0", "42"), (answer.Json.GetProperty("model_name").GetString(), answer.Json.GetProperty("model_version").GetString(), answer.Json.GetProperty("id").GetString()));
        var outputs = answer.Json.GetProperty("outputs").EnumerateArray().ToArray();
        Assert.Equal([("index", "UINT8"), ("uncertainty", "FP32")], Tensors(answer.Json, "outputs"));
        Assert.All(outputs, o => Assert.Equal([1, Street.Height, Street.Width], o.GetProperty("shape").EnumerateArray().Select(s => s.GetInt32())));
        Assert.Equal(Ids(expected.IndexPng!).Select(i => (int)i), outputs[0].GetProperty("data").EnumerateArray().Select(v => v.GetInt32()));
        Assert.Equal(Ids(expected.UncertaintyValuesPng!).Select(i => i / 65535f), outputs[1].GetProperty("data").EnumerateArray().Select(v => v.GetSingle()));
    }

    [Fact]
    public async Task Binary_tensors_stand_behind_the_JSON_in_both_directions()
    {
        await using var host = await ApiHost.Start(cluster);
        var run = await cluster.Create();
        var expected = await run.Predictor.Predict(new PredictRequest("a", Street.Image(2), PredictionPictures.Index | PredictionPictures.Uncertainty, null));
        var (body, length) = Binary(Street.Image(2), """{"outputs":[{"name":"uncertainty","parameters":{"binary_data":true}},{"name":"index","parameters":{"binary_data":true}}],""");

        var answer = await host.Http.SendFile(HttpMethod.Post, $"/v2/models/{run.Name}/infer", body, "application/octet-stream", ("Inference-Header-Content-Length", $"{length}"));

        Assert.True(answer.Status == 200, answer.ToString());
        Assert.Equal("application/octet-stream", answer.Content.ContentType!.MediaType);
        var header = int.Parse(answer.Headers.GetValues("Inference-Header-Content-Length").Single());
        using var json = JsonDocument.Parse(answer.Bytes.AsMemory(0, header));
        var pixels = Street.Height * Street.Width;
        Assert.Equal([4 * pixels, pixels], json.RootElement.GetProperty("outputs").EnumerateArray().Select(o => o.GetProperty("parameters").GetProperty("binary_data_size").GetInt32()));
        Assert.Equal(header + (5 * pixels), answer.Bytes.Length);
        Assert.Equal(Ids(expected.UncertaintyValuesPng!).Select(i => i / 65535f), MemoryMarshal.Cast<byte, float>(answer.Bytes.AsSpan(header, 4 * pixels)).ToArray());
        Assert.Equal(Ids(expected.IndexPng!).Select(i => (byte)i), answer.Bytes[(header + (4 * pixels))..]);
    }

    [Fact]
    public async Task One_output_may_be_asked_for_alone_and_all_of_them_binary_at_once()
    {
        await using var host = await ApiHost.Start(cluster);
        var run = await cluster.Create();
        var (body, length) = Binary(Street.Image(3), """{"parameters":{"binary_data_output":true},""");

        var all = await host.Http.SendFile(HttpMethod.Post, $"/v2/models/{run.Name}/infer", body, "application/json", ("Inference-Header-Content-Length", $"{length}"));
        var one = await host.Http.SendJson(HttpMethod.Post, $"/v2/models/{run.Name}/infer", Request(Street.Image(3), ""","outputs":[{"name":"index"}]"""));

        Assert.True(all.Headers.Contains("Inference-Header-Content-Length"), all.ToString());
        Assert.Equal([("index", "UINT8")], Tensors(one.Json, "outputs"));
    }

    [Theory]
    [InlineData("[]", 400)]
    [InlineData("{", 400)]
    [InlineData("""{"inputs":[]}""", 400)]
    [InlineData("""{"inputs":[{"name":"picture","datatype":"BYTES","shape":[1],"data":["AAAA"]}]}""", 400)]
    [InlineData("""{"inputs":[{"name":"image","datatype":"UINT8","shape":[1],"data":["AAAA"]}]}""", 400)]
    [InlineData("""{"inputs":[{"name":"image","datatype":"BYTES","shape":[2],"data":["AAAA","AAAA"]}]}""", 400)]
    [InlineData("""{"inputs":[{"name":"image","datatype":"BYTES","shape":[1],"data":["?"]}]}""", 400)]
    [InlineData("""{"inputs":[{"name":"image","datatype":"BYTES","shape":[1],"data":[[]]}]}""", 400)]
    [InlineData("""{"inputs":[{"name":"image","datatype":"BYTES","shape":[1],"parameters":{"binary_data_size":9}}]}""", 400)]
    [InlineData("""{"inputs":[{"name":"image","datatype":"BYTES","shape":[1],"data":["AAAA"]}],"outputs":[{"name":"class"}]}""", 400)]
    [InlineData("""{"inputs":[{"name":"image","datatype":"BYTES","shape":[1],"data":["AAAA"]}]}""", 415)]
    public async Task What_the_protocol_does_not_allow_is_told_as_its_clients_read_it(string request, int status)
    {
        await using var host = await ApiHost.Start(cluster);
        var run = await cluster.Define();

        var answer = await host.Http.SendJson(HttpMethod.Post, $"/v2/models/{run.Name}/infer", request);

        Assert.Equal(status, answer.Status);
        Assert.NotEmpty(answer.Json.GetProperty("error").GetString()!);
    }

    [Fact]
    public async Task A_header_length_beyond_the_body_is_refused()
    {
        await using var host = await ApiHost.Start(cluster);
        var run = await cluster.Define();

        foreach (var length in new[] { "100", "-1", "1e3", "99999999999999999999" })
        {
            var answer = await host.Http.SendFile(HttpMethod.Post, $"/v2/models/{run.Name}/infer", "{}"u8.ToArray(), "application/octet-stream", ("Inference-Header-Content-Length", length));
            Assert.Equal((400, "bad-value"), (answer.Status, answer.Problem));
        }
    }

    private static string Request(byte[] image, string rest = "") =>
        $$"""{"id":"42","inputs":[{"name":"image","datatype":"BYTES","shape":[1],"data":["{{Convert.ToBase64String(image)}}"]}]{{rest}}}""";

    private static (byte[] Body, int Length) Binary(byte[] image, string begin)
    {
        var size = image.Length + 4;
        var json = Encoding.UTF8.GetBytes(begin + $$$"""
            "inputs":[{"name":"image","datatype":"BYTES","shape":[1],"parameters":{"binary_data_size":{{{size}}} }}]}
            """);
        var length = new byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(length, (uint)image.Length);
        return ([.. json, .. length, .. image], json.Length);
    }

    private static IEnumerable<(string?, string?)> Tensors(JsonElement json, string list) =>
        json.GetProperty(list).EnumerateArray().Select(t => (t.GetProperty("name").GetString(), t.GetProperty("datatype").GetString()));

    private static ushort[] Ids(byte[] png) => LabelPng.Read(png, ImageLimits.Default).Labels!.Ids;
}
