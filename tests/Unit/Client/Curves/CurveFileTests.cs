using Prcl.Client;
using Prcl.Client.Curves;
using Prcl.Contracts.Evaluation;
using Prcl.Contracts.Runs;
using Xunit;

namespace Prcl.Unit.Client.Curves;

public sealed class CurveFileTests : IDisposable
{
    private const string Header = "round,at,clock,supervised,unsupervised,contrast,coverage,uncertainty,images_per_second,trainers,backlog\n";
    private readonly ScratchFolder _folder = new();

    private string Target => _folder.At("losses.csv");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Rows_are_added_and_the_last_round_is_remembered_by_the_file()
    {
        var file = new CurveFile(Target);
        Assert.Equal(-1, file.Last(Curve.RoundColumns));

        file.Add(Curve.Of([Point(0), Point(1)]));
        file.Add(Curve.Of(Array.Empty<MetricsPoint>()));
        Assert.Equal(1, new CurveFile(Target).Last(Curve.RoundColumns));
        new CurveFile(Target).Add(Curve.Of([Point(5)]));

        Assert.Equal(
            Header + "0,2026-01-02T03:04:05.000Z,0,0.25,,,0.5,,12.5,2,\n1,2026-01-02T03:04:05.000Z,20,0.25,,,0.5,,12.5,2,\n5,2026-01-02T03:04:05.000Z,100,0.25,,,0.5,,12.5,2,\n",
            File.ReadAllText(Target));
    }

    [Theory]
    [InlineData(Header + "0,x\n3,y\n4,2026-01", 3)]
    [InlineData(Header + "0,x\n3,y\n4", 3)]
    [InlineData("round,at,clo", -1)]
    [InlineData("", -1)]
    public void A_line_that_was_cut_off_is_written_anew(string content, long last)
    {
        File.WriteAllText(Target, content);
        var file = new CurveFile(Target);

        Assert.Equal(last, file.Last(Curve.RoundColumns));
        file.Add(Curve.Of([Point(4)]));

        var lines = File.ReadAllLines(Target);
        Assert.Equal(Header.TrimEnd(), lines[0]);
        Assert.Equal(last < 0 ? 2 : 4, lines.Length);
        Assert.StartsWith("4,2026-01-02T", lines[^1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("name,age\n1,2\n")]
    [InlineData("precious")]
    [InlineData(Header + "x,y\n")]
    public void Another_file_is_refused_and_stays_as_it_is(string content)
    {
        File.WriteAllText(Target, content);

        Assert.Throws<UsageException>(() => new CurveFile(Target).Last(Curve.RoundColumns));

        Assert.Equal(content, File.ReadAllText(Target));
    }

    [Fact]
    public void A_domain_with_a_comma_stays_one_cell_and_what_is_not_a_number_is_empty()
    {
        var curve = Curve.Of([new EvaluationResult("rain, \"heavy\"", 3, 20, double.NaN, [], [], 480, 61.5, 0.75)]);

        Assert.Equal("3,\"rain, \"\"heavy\"\"\",480,61.5,20,,0.75,", string.Join(',', Assert.Single(curve.Rows)));
    }

    private static MetricsPoint Point(long round) => new(new DateTime(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc), round, 20 * round, 0.25, null, double.NaN, 0.5, null, 12.5, 2);
}
