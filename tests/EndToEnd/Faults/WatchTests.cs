using System.Diagnostics;
using Prcl.EndToEnd.Processes;
using Prcl.EndToEnd.Scenes;
using Prcl.Long;
using Xunit;

namespace Prcl.EndToEnd.Faults;

/// <summary>A folder that fills, watched while its silo is killed.</summary>
public sealed class WatchTests(ITestOutputHelper log)
{
    private const string Run = "watched";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(8);

    [LongFact]
    public Task Three_hundred_images_get_in_once_each_while_the_silo_is_killed_twice() => Watch(300);

    [FullFact]
    public Task Ten_thousand_images_get_in_once_each_while_the_silo_is_killed_twice() => Watch(10_000);

    private async Task Watch(int images)
    {
        var since = Stopwatch.GetTimestamp();
        using var scenes = new SceneFiles();
        await using var silo = await SiloProcess.Started();
        await SmallRun.Create(silo.Prcl, Run, scenes);
        await using var folder = new WatchedFolder(silo, Run);

        // It is killed while pushes are on their way, and the folder fills while it is away.
        folder.Write(0, images / 2);
        await See(folder, 1);
        await silo.Kill9();
        folder.Write(images / 2, images / 4);
        silo.Start();
        await See(folder, (images / 2) + 1);
        await silo.Kill9();
        folder.Write(images / 2 + images / 4, images - images / 2 - images / 4);
        silo.Start();
        await See(folder, images);

        var names = (await silo.Prcl.Json("images", "--run", Run, "--limit", "100000")).EnumerateArray().Select(image => image.GetProperty("name").GetString()!).ToArray();
        Assert.Equal(Enumerable.Range(0, images).Select(SceneFiles.NameOf), names.Order(StringComparer.Ordinal));
        Assert.True(folder.IsRunning, string.Join('\n', folder.Said));
        Assert.DoesNotContain(folder.Said, line => line.Contains("refused", StringComparison.Ordinal));
        log.WriteLine($"{images} images, 2 kills: {Stopwatch.GetElapsedTime(since).TotalSeconds:F0} s. The watch said:\n{string.Join('\n', folder.Said)}");
    }

    private static Task<long> See(WatchedFolder folder, long images) => Eventually.See(
        $"{images} images in",
        Patience,
        () => Task.FromResult(folder.Done),
        done => folder.IsRunning ? done >= images : throw new InvalidOperationException("the watch ended: " + string.Join('\n', folder.Said)));
}
