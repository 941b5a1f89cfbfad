using System.Buffers.Binary;
using System.Text.Json;
using Prcl.EndToEnd.Processes;
using Prcl.EndToEnd.Scenes;
using Prcl.Long;
using Xunit;

namespace Prcl.EndToEnd.Growth;

/// <summary>Versions are served, rolled back and taken away; images are deleted. With a real silo that trains meanwhile.</summary>
public sealed class ModelsAndImagesTests
{
    private const string Run = "street";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    [LongFact]
    public async Task Versions_roll_back_go_out_as_files_and_images_go_for_good()
    {
        using var scenes = new SceneFiles();
        await using var silo = await SiloProcess.Started();
        var prcl = silo.Prcl;
        await SmallRun.Create(prcl, Run, scenes);
        (await prcl.Run("push", scenes.Labelled("labelled", 0, 4), "--run", Run)).Succeeded();
        (await prcl.Run("push", scenes.Unlabelled("camera", 100, 6), "--run", Run)).Succeeded();
        await Eventually.See("three rounds", Patience, () => Version(prcl), version => version >= 3);

        await AssertDeletion(prcl);
        (await prcl.Run("run", "stop", Run)).Succeeded();
        await AssertServing(prcl);
        await AssertExport(prcl, scenes);
        await AssertFolderAndCurves(prcl, scenes);
        await AssertRollBack(prcl);

        // On a machine that is too busy Orleans says so, which is right.
        silo.Output.HasNoTrouble(except: "LocalSiloHealthMonitor");
    }

    private static async Task AssertDeletion(PrclCommand prcl)
    {
        var sha256 = (await Images(prcl)).First(i => i.GetProperty("domain").GetString() == "camera").GetProperty("sha256").GetString()!;
        Assert.Equal(2, (await prcl.Run("images", "delete", sha256, "--run", Run)).ExitCode);
        Assert.Equal(10, (await Images(prcl)).Length);

        Assert.True((await prcl.Json("images", "delete", sha256, "--run", Run, "--yes"))[0].GetProperty("deleted").GetBoolean());
        Assert.False((await prcl.Json("images", "delete", sha256, "--run", Run, "--yes"))[0].GetProperty("deleted").GetBoolean());

        Assert.DoesNotContain(await Images(prcl), i => i.GetProperty("sha256").GetString() == sha256);
        Assert.Equal(9, (await prcl.Json("status", "--run", Run)).GetProperty("images").GetProperty("stored").GetInt64());
        var version = await Version(prcl);
        await Eventually.See("training to go on", Patience, () => Version(prcl), v => v > version + 1);
    }

    private static async Task AssertServing(PrclCommand prcl)
    {
        (await prcl.Run("models", "serve", "0", "--run", Run)).Succeeded();
        Assert.Contains("serving", Aliases(await prcl.Json("models", "--run", Run), 0));
        (await prcl.Run("models", "serve", "latest", "--run", Run)).Succeeded();
        Assert.DoesNotContain("serving", Aliases(await prcl.Json("models", "--run", Run), 0));

        static IEnumerable<string?> Aliases(JsonElement models, long version) =>
            models.EnumerateArray().Single(m => m.GetProperty("version").GetInt64() == version).GetProperty("aliases").EnumerateArray().Select(a => a.GetString());
    }

    private static async Task AssertExport(PrclCommand prcl, SceneFiles scenes)
    {
        var path = Path.Combine(scenes.Folder, "model.safetensors");
        var written = await prcl.Json("export", path, "--run", Run);
        Assert.Equal(2, (await prcl.Run("export", path, "--run", Run)).ExitCode);
        Assert.Contains("no version '99999'", (await prcl.Run("export", path, "--run", Run, "--force", "--version", "99999")).Error, StringComparison.Ordinal);

        var bytes = await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken);
        Assert.Equal(written.GetProperty("bytes").GetInt64(), bytes.Length);
        using var header = JsonDocument.Parse(bytes.AsMemory(8, (int)BinaryPrimitives.ReadUInt64LittleEndian(bytes)));
        Assert.Equal(Run, header.RootElement.GetProperty("__metadata__").GetProperty("run").GetString());
        Assert.Contains(header.RootElement.EnumerateObject(), t => t.Name.StartsWith("teacher.", StringComparison.Ordinal));
        Assert.Contains(header.RootElement.EnumerateObject(), t => t.Name.StartsWith("prototypes.", StringComparison.Ordinal));

        // What ONNX Runtime says of such a file is a unit test's.
        var (onnx, again) = (Path.Combine(scenes.Folder, "model.onnx"), Path.Combine(scenes.Folder, "again.onnx"));
        Assert.Equal(written.GetProperty("version").GetInt64(), (await prcl.Json("export", onnx, "--run", Run)).GetProperty("version").GetInt64());
        (await prcl.Run("export", again, "--from", path)).Succeeded();
        Assert.Equal(await File.ReadAllBytesAsync(onnx, TestContext.Current.CancellationToken), await File.ReadAllBytesAsync(again, TestContext.Current.CancellationToken));
    }

    private static async Task AssertFolderAndCurves(PrclCommand prcl, SceneFiles scenes)
    {
        var (output, coco, curves) = (Path.Combine(scenes.Folder, "predicted"), Path.Combine(scenes.Folder, "predicted.json"), Path.Combine(scenes.Folder, "losses.csv"));
        var predicted = await prcl.Run("predict", Path.Combine(scenes.Folder, "camera"), "-o", output, "--pictures", "index", "--coco", coco, "--run", Run);
        Assert.Equal("6 images predicted", predicted.Succeeded().Out.Trim());
        Assert.Equal(6, Directory.GetFiles(output, "*.index.png", SearchOption.AllDirectories).Length);
        using var masks = JsonDocument.Parse(await File.ReadAllBytesAsync(coco, TestContext.Current.CancellationToken));
        Assert.Equal(6, masks.RootElement.GetProperty("images").GetArrayLength());

        (await prcl.Run("metrics", "--csv", curves, "--run", Run)).Succeeded();
        Assert.InRange((await File.ReadAllLinesAsync(curves, TestContext.Current.CancellationToken)).Length, 4, int.MaxValue);
    }

    private static async Task AssertRollBack(PrclCommand prcl)
    {
        var before = await Version(prcl);
        var rolledBack = await prcl.Json("models", "train", "0", "--run", Run);

        Assert.Equal(1, rolledBack.GetProperty("epoch").GetInt32());
        Assert.InRange(rolledBack.GetProperty("version").GetInt64(), before + 1, before + 3);
        await Eventually.See("no evidence", Patience, () => Evidence(prcl), e => Array.TrueForAll(e, n => n == 0));
        (await prcl.Run("run", "start", Run)).Succeeded();
        var version = rolledBack.GetProperty("version").GetInt64();
        await Eventually.See("rounds of the new epoch", Patience, () => Version(prcl), v => v > version + 1);
        Assert.All(await Evidence(prcl), n => Assert.True(n > 0));
    }

    private static async Task<double[]> Evidence(PrclCommand prcl) =>
        [.. (await prcl.Json("prototypes", "--run", Run)).EnumerateArray().Select(p => p.GetProperty("evidence").GetDouble())];

    private static async Task<JsonElement[]> Images(PrclCommand prcl) => [.. (await prcl.Json("images", "--run", Run)).EnumerateArray()];

    private static async Task<long> Version(PrclCommand prcl) => (await prcl.Json("status", "--run", Run)).GetProperty("version").GetInt64();
}
