using Prcl.Silo.Experiments.Results;
using Prcl.Silo.Hosting;
using Xunit;

namespace Prcl.Unit.Silo.Experiments.Results;

public sealed class ResultTableTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("prcl-results-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Rows_are_read_back_as_they_were_added()
    {
        ResultTable.Open(_folder.FullName).Add([Row("prcl", 0, "day", 40.25), Row("prcl", 0, "dusk, late \"blue\"", double.NaN)]);
        var table = ResultTable.Open(_folder.FullName);
        table.Add([Row("supervised", 1, "day", 38)]);

        var rows = ResultTable.Open(_folder.FullName).Rows;

        Assert.Equal(
            [new ResultKey("prcl", 0, 3, "day"), new ResultKey("prcl", 0, 3, "dusk, late \"blue\""), new ResultKey("supervised", 1, 3, "day")],
            rows.Select(r => r.Key));
        Assert.Equal([40.25, double.NaN, 38], rows.Select(r => r["miou"]));
        Assert.Empty(Directory.GetFiles(_folder.FullName, "*.partial"));
    }

    [Fact]
    public void A_column_that_only_later_rows_have_is_empty_before()
    {
        var late = Row("b", 0, "day", 2);
        late["miou_bn_50"] = 3;
        var table = ResultTable.Open(_folder.FullName);
        table.Add([Row("a", 0, "day", 1)]);
        table.Add([late]);

        var rows = ResultTable.Open(_folder.FullName).Rows;

        Assert.Equal([double.NaN, 3], rows.Select(r => r["miou_bn_50"]));
        Assert.StartsWith("arm,seed,phase,domain,miou,miou_bn_50\n", File.ReadAllText(Path.Combine(_folder.FullName, ResultTable.FileName)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("seed,arm\n", "must begin with arm,seed,phase,domain")]
    [InlineData("arm,seed,phase,domain,miou\na,0,1,day\n", "line 2 must have 5 fields")]
    [InlineData("arm,seed,phase,domain,miou\na,zero,1,day,3\n", "line 2")]
    public void A_file_that_is_no_table_of_results_is_refused_in_words(string text, string part)
    {
        File.WriteAllText(Path.Combine(_folder.FullName, ResultTable.FileName), text);

        Assert.Contains(part, Assert.Throws<HostException>(() => ResultTable.Open(_folder.FullName)).Message, StringComparison.Ordinal);
    }

    private static ResultRow Row(string arm, long seed, string domain, double miou) => new(new ResultKey(arm, seed, 3, domain)) { ["miou"] = miou };
}
