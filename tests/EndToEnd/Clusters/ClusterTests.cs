using Prcl.EndToEnd.Processes;
using Prcl.EndToEnd.Scenes;
using Prcl.Long;
using Prcl.Servers;
using Xunit;

namespace Prcl.EndToEnd.Clusters;

/// <summary>Several silos of one machine, with a role each, over Redis.</summary>
public sealed class ClusterTests
{
    private const string Run = "street";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [LongFact]
    public async Task A_trainer_silo_joins_trains_is_drained_and_leaves_while_the_others_answer()
    {
        using var scenes = new SceneFiles();
        await using var cluster = await SiloCluster.WithRedis();
        var state = await cluster.Start("state,predictor", "--name", "keeper");
        var prcl = state.Prcl;
        await SmallRun.Create(prcl, Run, scenes);
        (await prcl.RunJson("push", scenes.Labelled("labelled", 0, 4), "--run", Run)).Succeeded();
        var waiting = await prcl.Json("status", "--run", Run);
        Assert.Equal("waitingForTrainers", waiting.GetProperty("phase").GetString());
        Assert.Contains("when a trainer silo joins", waiting.GetProperty("reason").GetString(), StringComparison.Ordinal);

        var trainer = await cluster.Start("trainer", "--name", "worker");
        await Eventually.See("a committed round", Patience, () => Version(prcl), v => v > 0);
        await AssertSilos(prcl);

        // Asked through the silo that has none of it: whoever answers knows the way.
        Assert.Equal(SceneFiles.Classes, (await trainer.Prcl.Json("prototypes", "--run", Run)).GetArrayLength());
        var image = scenes.Write("new.png", SceneFiles.Image(300));
        (await trainer.Prcl.RunJson("predict", image, "-o", Path.Combine(scenes.Folder, "out"), "--run", Run)).Succeeded();

        await AssertDrainAndStart(prcl);
        var before = await Version(prcl);
        Assert.Equal(0, await trainer.Terminate(Patience));
        var left = await prcl.Json("status", "--run", Run);
        Assert.Equal(("waitingForTrainers", 0), (left.GetProperty("phase").GetString(), left.GetProperty("images").GetProperty("leased").GetInt32()));
        Assert.True(left.GetProperty("version").GetInt64() >= before);
        await Eventually.See("one silo left", Patience, () => prcl.Json("cluster"), c => c.GetArrayLength() == 1);

        state.Output.HasNoTrouble();
        trainer.Output.HasNoTrouble();
        Assert.Equal(0, await state.Terminate(Patience));
    }

    [LongFact]
    public async Task A_silo_of_the_role_web_serves_the_page_and_what_others_have_and_does_nothing_else()
    {
        using var scenes = new SceneFiles();
        await using var cluster = await SiloCluster.WithRedis();
        await cluster.Start("state,predictor,trainer", "--name", "worker");
        var web = await cluster.Start("web", "--name", "front");
        await SmallRun.Create(web.Prcl, Run, scenes);
        (await web.Prcl.RunJson("push", scenes.Labelled("labelled", 0, 4), "--run", Run)).Succeeded();
        await Eventually.See("a committed round", Patience, () => Version(web.Prcl), v => v > 0);

        using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{web.HttpPort}") };
        Assert.Contains("<script", await http.GetStringAsync("/", TestContext.Current.CancellationToken), StringComparison.Ordinal);
        using var image = new ByteArrayContent(SceneFiles.Image(300)) { Headers = { ContentType = new("image/png") } };
        using var answer = await http.PostAsync($"/v1/runs/{Run}/predict?output=index", image, TestContext.Current.CancellationToken);
        Assert.True(PngFile.HasSignature(await answer.EnsureSuccessStatusCode().Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken)));

        var front = (await web.Prcl.Json("cluster")).EnumerateArray().Single(s => s.GetProperty("name").GetString() == "front");
        Assert.Equal(("web", 0, 0), (Assert.Single(front.GetProperty("roles").EnumerateArray()).GetString(), front.GetProperty("devices").GetArrayLength(), front.GetProperty("trainers").GetArrayLength()));
        web.Output.HasNoTrouble();
    }

    [Fact]
    public async Task Secrets_are_asked_for_and_never_printed()
    {
        await using var cluster = await SiloCluster.WithRedis();
        var silo = await cluster.Start("state");

        var without = await new PrclCommand(silo.GatewayPort).Run("run", "list");
        without.FailedWithOneLine(1, "set PRCL_CLUSTER_SECRET");
        var wrong = await new PrclCommand(silo.GatewayPort, "hush-some-other-secret").Run("run", "list");
        wrong.FailedWithOneLine(1, "isn't this cluster's secret");
        var right = (await silo.Prcl.Run("cluster", "--verbose")).Succeeded();

        Assert.Equal(0, await silo.Terminate(Patience));
        Assert.All([$"{without}", $"{wrong}", $"{right}", $"{silo.Output}"], said => Assert.DoesNotContain("hush", said, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_redis_that_refuses_or_is_not_there_is_named_without_its_password()
    {
        await using var redis = await RedisServer.Started();

        (await Serve(redis.ConnectionString.Replace(RedisServer.Password, "hush-wrong", StringComparison.Ordinal))).FailedWithOneLine(1, "redis: 127.0.0.1:");
        (await Serve($"127.0.0.1:{LoopbackPorts.Next()},password=hush,connectTimeout=500")).FailedWithOneLine(1, "redis: 127.0.0.1:");

        static async Task<Finished> Serve(string connection)
        {
            await using var silo = new SiloProcess();
            var finished = await Finished.Run(Programs.Silo, [.. silo.Arguments, "--cluster", "redis"], new Dictionary<string, string> { ["PRCL_SILO_REDIS"] = connection });
            Assert.DoesNotContain("hush", finished.ToString(), StringComparison.Ordinal);
            return finished;
        }
    }

    private static async Task AssertSilos(PrclCommand prcl)
    {
        var silos = await Eventually.See(
            "both silos with what they are",
            Patience,
            async () => (await prcl.Json("cluster")).EnumerateArray().ToArray(),
            s => s.Length == 2 && s.All(silo => silo.GetProperty("version").GetString()!.Length > 0));
        Assert.Equal(["keeper", "worker"], silos.Select(s => s.GetProperty("name").GetString()));
        Assert.All(silos, s => Assert.Equal("active", s.GetProperty("status").GetString()));
        Assert.Equal(["predictor,state", "trainer"], silos.Select(s => string.Join(',', s.GetProperty("roles").EnumerateArray())));
        Assert.Equal($"{Run}/worker/cpu", Assert.Single(silos[1].GetProperty("trainers").EnumerateArray()).GetProperty("key").GetString());
        Assert.Contains("worker", (await prcl.Run("cluster")).Succeeded().Out, StringComparison.Ordinal);
    }

    private static async Task AssertDrainAndStart(PrclCommand prcl)
    {
        (await prcl.Run("trainers", "drain", "keeper")).FailedWithOneLine(1, "'keeper'", "worker");
        var drained = await prcl.Json("trainers", "drain", "worker");
        Assert.True(drained.GetProperty("draining").GetBoolean());
        Assert.Equal("stopped", Assert.Single(drained.GetProperty("trainers").EnumerateArray()).GetProperty("state").GetString());
        var status = await prcl.Json("status", "--run", Run);
        Assert.Equal(("waitingForTrainers", 0), (status.GetProperty("phase").GetString(), status.GetProperty("images").GetProperty("leased").GetInt32()));

        Assert.Contains("trains again", (await prcl.Run("trainers", "start", "worker")).Succeeded().Out, StringComparison.Ordinal);
        await Eventually.See("a round after the start", Patience, () => Version(prcl), v => v > status.GetProperty("version").GetInt64());
    }

    private static async Task<long> Version(PrclCommand prcl) => (await prcl.Json("status", "--run", Run)).GetProperty("version").GetInt64();
}
