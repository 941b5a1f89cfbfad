using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using Prcl.Client.Commands;
using Prcl.Client.Curves;
using Prcl.Contracts.Evaluation;
using Prcl.Contracts.Runs;
using Xunit;

namespace Prcl.Unit.Client.Commands;

public sealed class MetricsCommandTests : IDisposable
{
    private readonly ScratchFolder _files = new();
    private readonly List<long> _asked = [];
    private readonly CommandLineRun _prcl = new CommandLineRun().WithRuns(CommandLineRun.Description("street"));
    private long _newest = 2;

    public MetricsCommandTests() => _prcl.Grains
        .On<IRunGrain>("Metrics", (_, arguments) =>
        {
            var after = (long)arguments[0]!;
            _asked.Add(after);
            return Task.FromResult(Enumerable.Range(0, (int)_newest + 1).Where(round => round > after).Select(Point).ToArray());
        })
        .On<IEvaluatorGrain>("History", (_, _) => Task.FromResult<EvaluationResult[]>([Score(2, "rain"), Score(1, "day")]));

    public void Dispose() => _files.Dispose();

    [Fact]
    public async Task Csv_goes_to_standard_output_or_to_a_file_that_later_gets_what_is_new()
    {
        Assert.Equal(ExitCode.Done, await Run("metrics", "--csv", "-"));
        var lines = _prcl.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(string.Join(',', Curve.RoundColumns), lines[0]);
        Assert.Equal(["0", "1", "2"], lines[1..].Select(line => line.Split(',')[0]));

        await Run("metrics", "--csv", _files.At("a.csv"));
        _newest = 4;
        await Run("metrics", "--csv", _files.At("a.csv"));

        Assert.Equal([-1, -1, 2], _asked);
        Assert.Equal(["round", "0", "1", "2", "3", "4"], File.ReadAllLines(_files.At("a.csv")).Select(line => line.Split(',')[0]));
    }

    [Fact]
    public async Task Following_adds_each_new_round_once_until_interrupted()
    {
        using var interrupt = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var clock = new FakeTimeProvider();
        _prcl.Clock = clock;
        _prcl.Grains.On<IRunGrain>("Metrics", (_, arguments) =>
        {
            var after = (long)arguments[0]!;
            if (after == 4)
            {
                interrupt.Cancel();
            }

            var points = Enumerable.Range(0, (int)_newest + 1).Where(round => round > after).Select(Point).ToArray();
            _newest = Math.Min(4, _newest + 1);
            return Task.FromResult(points);
        });

        var work = _prcl.Run(interrupt.Token, "metrics", "--follow", "--csv", _files.At("a.csv"));
        while (!work.IsCompleted)
        {
            clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        Assert.Equal(ExitCode.Interrupted, await work);
        Assert.Equal(["round", "0", "1", "2", "3", "4"], File.ReadAllLines(_files.At("a.csv")).Select(line => line.Split(',')[0]));
    }

    [Fact]
    public async Task Scores_are_by_version_and_domain()
    {
        Assert.Equal(ExitCode.Done, await Run("metrics", "--scores", "--csv", "-"));
        Assert.Equal([string.Join(',', Curve.ScoreColumns), "1,day,480,61.5,20,55.5,0.75,", "2,rain,480,61.5,20,55.5,0.75,"], _prcl.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public async Task Without_csv_there_is_a_table_or_json()
    {
        Assert.Equal(ExitCode.Done, await Run("metrics"));
        Assert.Contains("2026-01-02 03:04:05", _prcl.Out, StringComparison.Ordinal);

        var json = new CommandLineRun().WithRuns(CommandLineRun.Description("street"));
        json.Grains.On<IRunGrain>("Metrics", (_, _) => Task.FromResult(new[] { Point(7) }));
        Assert.Equal(ExitCode.Done, await json.Run(TestContext.Current.CancellationToken, "metrics", "--json"));
        Assert.Equal(7, JsonDocument.Parse(json.Out).RootElement[0].GetProperty("round").GetInt64());
    }

    [Theory]
    [InlineData("--follow")]
    [InlineData("--follow", "--scores", "--csv", "-")]
    [InlineData("--csv", "-", "--json")]
    public async Task What_does_not_go_together_is_refused_before_anything_is_asked(params string[] arguments)
    {
        Assert.Equal(ExitCode.Usage, await Run(["metrics", .. arguments]));
        Assert.Empty(_prcl.Connected);
    }

    private static MetricsPoint Point(int round) => new(new DateTime(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc), round, 20 * round, 0.25, null, null, 0.5, null, 12.5, 2, 9);

    private static EvaluationResult Score(long version, string domain) => new(domain, version, 20, 55.5, [], [], 480, 61.5, 0.75);

    private Task<int> Run(params string[] arguments) => _prcl.Run(TestContext.Current.CancellationToken, arguments);
}
