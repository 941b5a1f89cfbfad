using System.Text.Json;
using Prcl.EndToEnd.Processes;
using Prcl.EndToEnd.Scenes;
using Xunit;

namespace Prcl.EndToEnd.WholePath;

/// <summary>From an empty folder to answers and back through a restart, as a person would go.</summary>
public sealed class WholePathTests
{
    private const string Run = "street";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Images_go_in_and_prototypes_pictures_and_measures_come_out()
    {
        using var scenes = new SceneFiles();
        await using var silo = await SiloProcess.Started();
        var prcl = silo.Prcl;
        await SmallRun.Create(prcl, Run, scenes);

        await AssertPush(prcl, scenes.Labelled("labelled", 0, 6), stored: 6, skipped: 0);
        await AssertPush(prcl, scenes.Unlabelled("camera", 100, 10), stored: 10, skipped: 0);
        await AssertPush(prcl, scenes.Unlabelled("camera", 100, 12), stored: 2, skipped: 10);
        await Eventually.See("a committed round", Patience, () => Version(prcl), version => version > 0);

        await AssertPrototypes(prcl);
        await AssertPrediction(prcl, scenes);
        await AssertEvaluation(prcl, scenes.Labelled("held-out", 200, 3));
        await AssertImages(prcl);
        await AssertStopAndStart(prcl);
        silo.Output.HasNoTrouble();
    }

    [Fact]
    public async Task Sigterm_drains_and_a_restart_goes_on_at_the_next_round()
    {
        using var scenes = new SceneFiles();
        await using var silo = await SiloProcess.Started();
        await SmallRun.Create(silo.Prcl, Run, scenes);
        await AssertPush(silo.Prcl, scenes.Labelled("labelled", 0, 4), stored: 4, skipped: 0);
        await Eventually.Holds("a committed round", Patience, () => silo.Output.CommittedRounds.Length > 0);

        Assert.Equal(0, await silo.Terminate(Patience));
        var committed = silo.Output.CommittedRounds;
        silo.Start();
        await silo.Ready();

        Assert.InRange(await Version(silo.Prcl), committed[^1] + 1, long.MaxValue);
        await Eventually.Holds("another round", Patience, () => silo.Output.CommittedRounds.Length > committed.Length);
        Assert.Equal(Enumerable.Range(0, silo.Output.CommittedRounds.Length).Select(r => (long)r), silo.Output.CommittedRounds);
        Assert.Equal(4, (await silo.Prcl.Json("status", "--run", Run)).GetProperty("images").GetProperty("stored").GetInt64());
        silo.Output.HasNoTrouble();
    }

    [Fact]
    public async Task A_fresh_silo_prints_one_line()
    {
        await using var silo = await SiloProcess.Started();
        Assert.Empty((await silo.Prcl.Json("run", "list")).EnumerateArray());

        // On a machine that is too busy Orleans says so, which is right.
        var lines = silo.Output.Lines.Where(l => !l.Contains("LocalSiloHealthMonitor", StringComparison.Ordinal));
        Assert.Contains($"127.0.0.1:{silo.GatewayPort}", Assert.Single(lines), StringComparison.Ordinal);
        Assert.Equal(0, await silo.Terminate(Patience));
    }

    private static async Task AssertPush(PrclCommand prcl, string folder, int stored, int skipped)
    {
        var push = await prcl.Json("push", folder, "--run", Run);

        Assert.True(push.GetProperty("complete").GetBoolean());
        Assert.Equal((stored, skipped), (push.GetProperty("stored").GetInt32(), push.GetProperty("skipped").GetInt32()));
    }

    private static async Task<long> Version(PrclCommand prcl) => (await prcl.Json("status", "--run", Run)).GetProperty("version").GetInt64();

    private static async Task AssertPrototypes(PrclCommand prcl)
    {
        var all = (await prcl.Json("prototypes", "--run", Run)).EnumerateArray().ToArray();
        var road = await prcl.Json("prototypes", "road", "--run", Run);

        Assert.Equal(["sky", "wall", "road"], all.Select(p => p.GetProperty("className").GetString()));
        Assert.All(all, p => Assert.True(p.GetProperty("evidence").GetDouble() > 0));
        Assert.Equal(16, road.GetProperty("mean").GetArrayLength());
        Assert.Equal(2, road.GetProperty("nearest").GetArrayLength());
        Assert.Contains("road", (await prcl.Run("prototypes", "road", "--run", Run)).Succeeded().Out, StringComparison.Ordinal);
    }

    private static async Task AssertPrediction(PrclCommand prcl, SceneFiles scenes)
    {
        var output = Path.Combine(scenes.Folder, "out");
        var image = scenes.Write("new.png", SceneFiles.Image(300));
        var prediction = Assert.Single((await prcl.Json("predict", image, "-o", output, "--run", Run)).EnumerateArray());

        Assert.Equal((SceneFiles.Width, SceneFiles.Height), (prediction.GetProperty("width").GetInt32(), prediction.GetProperty("height").GetInt32()));
        Assert.Equal(1, prediction.GetProperty("shares").EnumerateArray().Sum(s => s.GetProperty("share").GetDouble()), 1e-6);
        string[] pictures = ["new.colour.png", "new.overlay.png", "new.index.png", "new.uncertainty.png", "new.uncertainty16.png", "new.variance.png"];
        Assert.All(pictures, p => Assert.True(PngFile.HasSignature(File.ReadAllBytes(Path.Combine(output, p)))));
        using var document = JsonDocument.Parse(await File.ReadAllBytesAsync(Path.Combine(output, "new.json"), TestContext.Current.CancellationToken));
        Assert.Equal(prediction.GetProperty("version").GetInt64(), document.RootElement.GetProperty("version").GetInt64());
    }

    private static async Task AssertEvaluation(PrclCommand prcl, string folder)
    {
        var measured = await prcl.Json("evaluate", folder, "--run", Run);

        Assert.Equal(3, measured.GetProperty("images").GetInt32());
        Assert.InRange(measured.GetProperty("meanIou").GetDouble(), 0, 100);
        Assert.Equal(3L * SceneFiles.Width * SceneFiles.Height, measured.GetProperty("confusion").EnumerateArray().Sum(c => c.GetInt64()));
    }

    private static async Task AssertImages(PrclCommand prcl)
    {
        var images = (await prcl.Json("images", "--run", Run)).EnumerateArray().ToArray();

        Assert.Equal(18, images.Length);
        Assert.Equal(6, images.Count(i => i.GetProperty("labelSha256").GetString() is not null));
        Assert.Equal(["camera", "labelled"], images.Select(i => i.GetProperty("domain").GetString()).Distinct().Order());
    }

    private static async Task AssertStopAndStart(PrclCommand prcl)
    {
        Assert.Equal(Run, Assert.Single((await prcl.Json("run", "list")).EnumerateArray()).GetProperty("name").GetString());
        Assert.Equal("33", (await prcl.Json("run", "show", Run)).GetProperty("settings").GetProperty("crop-height").GetString());

        (await prcl.Run("run", "stop", Run)).Succeeded();
        var stopped = await Eventually.See("the trainer idle", Patience, () => prcl.Json("status", "--run", Run), s => Trainer(s) == "idle");
        Assert.Equal("stopped", stopped.GetProperty("phase").GetString());

        (await prcl.Run("run", "start", Run)).Succeeded();
        var version = stopped.GetProperty("version").GetInt64();
        await Eventually.See("a round after the start", Patience, () => Version(prcl), v => v > version);

        static string? Trainer(JsonElement status) => Assert.Single(status.GetProperty("trainers").EnumerateArray()).GetProperty("state").GetString();
    }
}
