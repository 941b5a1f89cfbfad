using System.Runtime.InteropServices;
using System.Text.Json;
using Prcl.Unit.Grains;
using Xunit;

namespace Prcl.Unit.Silo.Http.Api;

public sealed class PrototypeRoutesTests(GrainCluster cluster) : IClassFixture<GrainCluster>
{
    [Fact]
    public async Task Prototypes_are_listed_compared_and_imagined_around()
    {
        await using var host = await ApiHost.Start(cluster);
        var run = await cluster.Define();
        var trainer = await new FakeTrainer(cluster, run, "a").Join();
        await trainer.Exchange(0, 1, FakeTrainer.Sums(100, 1, 5000));
        await trainer.Exchange(1, 1, FakeTrainer.Sums(100, 1.1, 5000));
        await trainer.Exchange(2, 1, FakeTrainer.Sums(100, -1, 5000));
        var path = $"/v1/runs/{run.Name}/prototypes";

        var list = (await host.Http.Json(path)).GetProperty("items");
        Assert.Equal((Street.Classes.Count, 5000), (list.GetArrayLength(), list[0].GetProperty("evidence").GetDouble()));
        Assert.Equal(JsonValueKind.Null, list[3].GetProperty("meanSpreadVariance").ValueKind);

        var one = await host.Http.Get(path + "/0");
        Assert.Equal((200, FakeTrainer.Width), (one.Status, one.Json.GetProperty("mean").GetArrayLength()));
        Assert.Equal(304, (await host.Http.Get(path + "/0", ("If-None-Match", one.Tag!))).Status);
        int[] near = [1, 2];
        Assert.Equal(near, Classes(await host.Http.Json(path + "/0/neighbours")));
        Assert.Empty(Classes(await host.Http.Json(path + "/3/neighbours")));

        var nearest = await host.Http.SendJson(HttpMethod.Post, path + "/nearest", JsonSerializer.Serialize(new { mean = Enumerable.Repeat(-3.0, FakeTrainer.Width) }));
        Assert.True(nearest.Status == 200, nearest.ToString());
        Assert.Equal(2, Classes(nearest.Json)[0]);

        var negatives = await host.Http.Get(path + "/0/virtual-negatives?count=5&step=7");
        Assert.Equal((200, "5,16"), (negatives.Status, negatives.Headers.GetValues("Prcl-Shape").Single()));
        Assert.Equal(await run.Prototype(0).VirtualNegatives(7, 5), MemoryMarshal.Cast<byte, float>(negatives.Bytes).ToArray());
        Assert.Equal("0,16", (await host.Http.Get(path + "/3/virtual-negatives?count=5")).Headers.GetValues("Prcl-Shape").Single());
    }

    [Theory]
    [InlineData("/99", 404, "no-such-class")]
    [InlineData("/-1", 404, "no-such-class")]
    [InlineData("/sky", 400, "bad-request")]
    [InlineData("/0/virtual-negatives", 400, "bad-request")]
    [InlineData("/0/virtual-negatives?count=0", 400, "bad-value")]
    [InlineData("/0/virtual-negatives?count=4097", 400, "bad-value")]
    [InlineData("/0/virtual-negatives?count=1&step=-1", 400, "bad-value")]
    public async Task What_cannot_be_is_refused(string rest, int status, string code)
    {
        await using var host = await ApiHost.Start(cluster);
        var run = await cluster.Define();

        var answer = await host.Http.Get($"/v1/runs/{run.Name}/prototypes{rest}");

        Assert.Equal((status, code), (answer.Status, answer.Problem));
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("[0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0]")]
    [InlineData("[1]")]
    [InlineData("[null,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1]")]
    public async Task A_place_that_is_none_is_refused(string mean)
    {
        await using var host = await ApiHost.Start(cluster);
        var run = await cluster.Define();

        var answer = await host.Http.SendJson(HttpMethod.Post, $"/v1/runs/{run.Name}/prototypes/nearest", $$"""{"mean": {{mean}}}""");

        Assert.Equal((400, "bad-value"), (answer.Status, answer.Problem));
    }

    [Fact]
    public async Task Losses_are_told_by_trainer_also_where_one_is_gone()
    {
        await using var host = await ApiHost.Start(cluster);
        var run = await cluster.Define();
        await new FakeTrainer(cluster, run, "gone").Join();

        var losses = (await host.Http.Json($"/v1/runs/{run.Name}/losses?after=3")).GetProperty("items");

        Assert.All(losses.EnumerateArray(), l => Assert.Equal(JsonValueKind.Null, l.GetProperty("losses").ValueKind));
        Assert.Equal("no-such-run", (await host.Http.Get("/v1/runs/nobody/losses")).Problem);
    }

    private static int[] Classes(JsonElement answer) => [.. answer.GetProperty("items").EnumerateArray().Select(n => n.GetProperty("classId").GetInt32())];
}
