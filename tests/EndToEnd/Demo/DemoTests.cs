using System.Text;
using System.Text.Json;
using Prcl.EndToEnd.Processes;
using Prcl.Long;
using Xunit;

namespace Prcl.EndToEnd.Demo;

/// <summary>The README's first command, as short as it can be, with a small network.</summary>
public sealed class DemoTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);
    private static readonly string[] Pictures = ["frames.png", "doubts.png", "miou.png", "losses.png", "drift.png", "similarity.png", "virtual-negatives.png"];
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("prcl-demo-");

    [LongFact]
    public async Task A_demo_streams_drawn_scenes_trains_on_them_and_leaves_a_report_of_what_was_measured()
    {
        var report = Path.Combine(_folder.FullName, "report");

        string[] settings = ["crop-height=65", "crop-width=81", "working-size=81", "head-width=16", "representation-width=16", "anchors=16", "negatives=16"];
        var ended = await Finished.Run(
            Programs.Silo, ["demo", "--minutes", "0.2", "--seed", "3", "--report", report, .. settings.SelectMany(s => new[] { "--set", s })], patience: Patience);

        ended.Succeeded();
        var summary = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(report, "summary.json"), TestContext.Current.CancellationToken)).RootElement;
        Assert.True(summary.GetProperty("steps").GetInt64() > 0);
        Assert.True(summary.GetProperty("rounds").GetInt64() >= 1);
        Assert.Equal(3, summary.GetProperty("domains").GetArrayLength());
        Assert.All(summary.GetProperty("domains").EnumerateArray(), d => Assert.InRange(d.GetProperty("finalMiou").GetDouble(), 0.1, 100));
        Assert.All(summary.GetProperty("domains").EnumerateArray(), d => Assert.InRange(d.GetProperty("frozenMiou").GetDouble(), 0.1, 100));
        Assert.Equal("street", summary.GetProperty("settings").GetProperty("weights").GetString());
        Assert.Contains("</html>", await File.ReadAllTextAsync(Path.Combine(report, "report.html"), TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.All(summary.GetProperty("prototypes").EnumerateArray(), p => Assert.True(p.GetProperty("evidence").GetDouble() > 0));
        var text = await File.ReadAllTextAsync(Path.Combine(report, "report.md"), TestContext.Current.CancellationToken);
        Assert.All(Pictures, picture =>
        {
            Assert.Contains(picture, text, StringComparison.Ordinal);
            Assert.Equal("PNG", Encoding.ASCII.GetString(File.ReadAllBytes(Path.Combine(report, picture)), 1, 3));
        });
    }

    /// <inheritdoc/>
    public void Dispose() => _folder.Delete(recursive: true);
}
