using Prcl.Silo.Experiments.Reports;
using Prcl.Silo.Experiments.Results;
using Prcl.Silo.Hosting;
using Xunit;

namespace Prcl.Unit.Silo.Experiments.Reports;

public sealed class ExperimentTextTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("prcl-report-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("| prcl | 3 | 43.3 ± 3.1 | 34.7 ± 4.6 | **39.0 ± 3.6** |")]
    [InlineData("| supervised | 2 | 42.5 ± 0.7 | 26.5 ± 0.7 | **34.5 ± 0.7** |")]
    [InlineData("| prcl | 2 | −0.5 [−19.6, +18.6] | +5.5 [−0.9, +11.9] | **+2.5 [−3.9, +8.9]** | below noise |")]
    [InlineData("| Sky | 85.0 ± 1.4 | 86.7 ± 6.1 |")]
    public void It_says_what_can_be_computed_by_hand(string line) => Assert.Contains(line, new ExperimentText(Made.Set(), "supervised").Write([], []), StringComparison.Ordinal);

    [Fact]
    public void A_report_has_its_plots_and_can_be_written_again_from_the_table()
    {
        ResultTable.Open(_folder.FullName).Add(Made.Rows());

        var path = ExperimentReport.Write(_folder.FullName, "supervised");
        var first = File.ReadAllText(path);

        Assert.Equal(path, ExperimentReport.Write(_folder.FullName, "supervised"));
        Assert.Equal(first, File.ReadAllText(path));
        Assert.Contains("(plots/miou-dusk.png)", first, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(_folder.FullName, "plots", "miou-dusk.png")));
        Assert.DoesNotContain("scatter_ratio.png", first, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_results_or_baseline_it_says_so()
    {
        Assert.Contains("no results", Assert.Throws<HostException>(() => ExperimentReport.Write(_folder.FullName, null)).Message, StringComparison.Ordinal);
        ResultTable.Open(_folder.FullName).Add(Made.Rows());
        Assert.Contains("no arm 'joint'", Assert.Throws<HostException>(() => ExperimentReport.Write(_folder.FullName, "joint")).Message, StringComparison.Ordinal);
    }
}
