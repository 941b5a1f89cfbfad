using System.Net;
using Prcl.EndToEnd.Processes;
using Prcl.EndToEnd.Scenes;
using Prcl.Long;
using Prcl.Servers;
using Xunit;

namespace Prcl.EndToEnd.Storage;

/// <summary>A run on a disk that gets full, a real one: it says so everywhere, and goes on by itself when there is room.</summary>
public sealed class FullDiskTests(ITestOutputHelper log)
{
    private const int Kilobytes = 400 << 10;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [LongFact]
    public async Task A_full_disk_is_named_in_status_health_metrics_and_log_and_training_goes_on_when_there_is_room()
    {
        using var disk = SmallDisk.Mount(Kilobytes);
        Assert.SkipWhen(disk is null, SmallDisk.Missing);
        using var scenes = new SceneFiles();
        await using var silo = new SiloProcess(dataFolder: disk.Folder, options: ["--free-megabytes", "120"]);
        silo.Start();
        await silo.Ready();
        using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{silo.HttpPort}") };
        await SmallRun.Create(silo.Prcl, "street", scenes, "keep-versions=1");
        (await silo.Prcl.RunJson("push", scenes.Labelled("labelled", 0, 4), "--domain", "day")).Succeeded();
        await Eventually.Holds("the first rounds committed, and earlier ones removed", Patience, () => silo.Output.CommittedRounds.Length >= 4);
        log.WriteLine($"{disk.Free >> 20} MB free after {silo.Output.CommittedRounds.Length} rounds");

        // Little room: rounds go on, unlabelled images don't come in.
        var filler = disk.Fill(leaving: 100 << 20);
        await Eventually.See("too little room in the status", Patience, Status, s => s.Contains("less than free-megabytes, 120: unlabelled images are refused", StringComparison.Ordinal));
        var refused = await silo.Prcl.Run("push", scenes.Unlabelled("camera", 4, 2), "--domain", "day");
        Assert.Equal(1, refused.ExitCode);
        Assert.Contains("unlabelled images are refused until there is room", refused.Out + refused.Error, StringComparison.Ordinal);
        Assert.Equal((HttpStatusCode.OK, true), ((await Get("/health/ready")).Status, disk.Free > 0));
        await SeeAnotherRound(silo);

        // None.
        disk.Fill();
        await Eventually.See("why training waits", Patience, Status, s => s.Contains("training (", StringComparison.Ordinal) && s.Split(") [")[0].Contains("the disk is full", StringComparison.Ordinal));
        var (status, reasons) = await Get("/health/ready");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, status);
        Assert.Contains("the storage takes nothing: ", reasons, StringComparison.Ordinal);
        Assert.Contains("the disk is full", reasons, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await Get("/health/live")).Status);
        await Eventually.See("the figure", Patience, async () => (await Get("/metrics")).Body, m => Figure(m, "prcl_storage_full") == 1);
        Assert.InRange(silo.Output.Lines.Count(l => l.Contains("Trainer ", StringComparison.Ordinal) && l.Contains("waits: tried ", StringComparison.Ordinal)), 1, 2);

        File.Delete(filler);
        await SeeAnotherRound(silo);
        await Eventually.See("the silo ready", Patience, () => Get("/health/ready"), h => h.Status == HttpStatusCode.OK);
        await Eventually.See("the images stored", Patience, () => silo.Prcl.Run("push", scenes.Unlabelled("camera", 4, 2), "--domain", "day"), p => p.ExitCode == 0);
        await Eventually.See("a quiet status", Patience, Status, s => !s.Contains("full", StringComparison.Ordinal) && !s.Contains("free-megabytes", StringComparison.Ordinal));
        Assert.Equal(0, await silo.Terminate(Patience));

        async Task<string> Status()
        {
            var now = await silo.Prcl.Json("status");
            return $"{now.GetProperty("phase")} ({now.GetProperty("reason")}) {now.GetProperty("notes")}";
        }

        async Task<(HttpStatusCode Status, string Body)> Get(string path)
        {
            using var answer = await http.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);
            return (answer.StatusCode, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        }
    }

    private static double Figure(string metrics, string series) => metrics.Split('\n')
        .Where(l => l.StartsWith(series, StringComparison.Ordinal))
        .Select(l => double.Parse(l[(l.IndexOf('}', StringComparison.Ordinal) + 1)..].Trim().Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture))
        .DefaultIfEmpty(-1).First();

    private static Task SeeAnotherRound(SiloProcess silo)
    {
        var before = silo.Output.CommittedRounds.Length;
        return Eventually.Holds("another round committed", Patience, () => silo.Output.CommittedRounds.Length > before);
    }
}
