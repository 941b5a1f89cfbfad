using Prcl.EndToEnd.Processes;
using Prcl.Long;
using Xunit;

namespace Prcl.EndToEnd.Experiments;

/// <summary>Two arms on a small drawn street, through the real command line.</summary>
public sealed class ExperimentTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("prcl-experiment-");

    public void Dispose() => _folder.Delete(recursive: true);

    [LongFact]
    public async Task Arms_run_in_processes_of_their_own_and_leave_rows_a_report_and_pictures()
    {
        var (protocol, results) = (Path.Combine(_folder.FullName, "street.json"), Path.Combine(_folder.FullName, "out"));
        await File.WriteAllTextAsync(
            protocol,
            """
            { "domains": ["day", "dusk"], "scenes": { "width": 64, "height": 48, "frames": [24, 18] }, "gap": 2, "labelled": 4, "steps": 8,
              "settings": { "crop-height": 33, "crop-width": 33, "working-size": 65, "head-width": 16, "representation-width": 8, "anchors": 8, "negatives": 8, "unsupervised-begin": 2 } }
            """,
            TestContext.Current.CancellationToken);
        string[] command = ["experiment", "--protocol", protocol, "--arms", "supervised", "prcl", "--seeds", "1", "--out", results, "--batch-norm-shares", "0.5"];

        var first = (await Finished.Run(Programs.Silo, command, patience: Patience)).Succeeded();
        var table = await File.ReadAllTextAsync(Path.Combine(results, "results.csv"), TestContext.Current.CancellationToken);
        var second = (await Finished.Run(Programs.Silo, command, patience: Patience)).Succeeded();

        // A row an arm, phase and domain.
        var rows = table.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(',')).ToArray();
        Assert.Equal(1 + 2 * 2 * 2, rows.Length);
        Assert.All(new[] { "miou", "miou_teacher", "scatter_ratio", "uncertainty_auroc", "iou_Sky", "pseudo_precision", "miou_bn_50", "settings" }, column => Assert.Contains(column, rows[0]));
        Assert.All(rows.Skip(1), row => Assert.InRange(double.Parse(row[Array.IndexOf(rows[0], "miou")], System.Globalization.CultureInfo.InvariantCulture), 0, 100));
        Assert.Contains("2 trials to run", first.Error, StringComparison.Ordinal);
        Assert.Contains("nothing to run", second.Error, StringComparison.Ordinal);
        Assert.Equal(table, await File.ReadAllTextAsync(Path.Combine(results, "results.csv"), TestContext.Current.CancellationToken));
        Assert.All(new[] { "report.md", "settings.json", "plots/miou.png", "frames/supervised-1.png", "frames/prcl-1.png" }, file => Assert.True(File.Exists(Path.Combine(results, file)), file));
    }

    [Fact]
    public async Task A_protocol_with_an_unknown_member_is_refused_in_one_line()
    {
        var protocol = Path.Combine(_folder.FullName, "p.json");
        await File.WriteAllTextAsync(protocol, """{ "domain": ["day"], "steps": 8 }""", TestContext.Current.CancellationToken);

        (await Finished.Run(Programs.Silo, ["experiment", "--protocol", protocol, "--arms", "prcl", "--out", _folder.FullName])).FailedWithOneLine(1, "p.json", "'domain'");
    }
}
