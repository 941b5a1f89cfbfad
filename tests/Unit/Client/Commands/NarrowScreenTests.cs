using Prcl.Client.Commands;
using Prcl.Contracts.Evaluation;
using Prcl.Contracts.Ingest;
using Prcl.Contracts.Runs;
using Prcl.Contracts.Streams;
using Xunit;

namespace Prcl.Unit.Client.Commands;

/// <summary>What is looked at daily fits a screen of 80 columns: no row is broken.</summary>
public sealed class NarrowScreenTests
{
    private readonly CommandLineRun _prcl = new() { Width = 80 };

    [Fact]
    public async Task Images_are_a_line_each()
    {
        _prcl.WithRuns(CommandLineRun.Description("street"));
        ImageInfo[] images =
        [
            new(0, "0123456789" + new string('a', 54), new string('b', 64), "2026-05-01_12-00-00.jpg", "0016E5", ImagePurpose.Train, 1920, 1080, true, null, DateTime.UnixEpoch),
            new(1, "9876543210" + new string('a', 54), null, "2026-05-01_12-00-01.jpg", "0016E5", ImagePurpose.Train, 1920, 1080, false, null, DateTime.UnixEpoch),
        ];
        _prcl.Grains.On<IImageStreamGrain>("List", (_, a) => Task.FromResult((long)a[0]! > 0 ? [] : images));

        var lines = await Lines("images");

        Assert.Contains(lines, l => l.Contains("0123456789", StringComparison.Ordinal) && l.Contains("2026-05-01_12-00-00.jpg", StringComparison.Ordinal) && l.Contains("labelled, trained", StringComparison.Ordinal));
        Assert.Contains(lines, l => l.Contains("9876543210", StringComparison.Ordinal) && l.Contains("waits", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Runs_are_a_line_each_however_many_classes_they_have()
    {
        var classes = string.Join(',', Enumerable.Range(0, 19).Select(k => $$"""{"name":"class{{k}}","color":[{{k}},0,0]}"""));
        _prcl.WithRuns(CommandLineRun.Description("a-street-by-day") with { ClassesJson = $$"""{"classes":[{{classes}}]}""" });

        Assert.Contains(await Lines("run", "list"), l => l.Contains("a-street-by-day", StringComparison.Ordinal) && l.Contains("19: class0, class1, class2, …", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_status_breaks_no_row_of_its_tables()
    {
        _prcl.WithRuns(CommandLineRun.Description("street"));
        var status = JsonShapeTests.Status;
        _prcl.Grains.On<IRunGrain>("Status", (_, _) => Task.FromResult(status with
        {
            Images = new StreamCounts(123_456, 1_234, 567, 98_765, 512, 23_456, 12),
            Trainers = [status.Trainers[0] with { Key = "street/silo-11111/cuda-0", Steps = 123_456, ImagesPerSecond = 123.45678 }],
            Comparison = [new("0016E5", 20, "f", new ModelScore(1234, 61.55, [90, 60, 34.5], 0.81234, 0.0512), new ModelScore(10, 60.25, [90, 60, 30]))],
        }));

        var lines = await Lines("status");

        Assert.Contains(lines, l => l.Contains("123,456", StringComparison.Ordinal) && l.Contains("98,765", StringComparison.Ordinal) && l.TrimEnd().EndsWith("12", StringComparison.Ordinal));
        Assert.Contains(lines, l => l.Contains("silo-11111/cuda-0", StringComparison.Ordinal) && l.Contains("HandingIn", StringComparison.Ordinal) && l.Contains("123.5", StringComparison.Ordinal));
        Assert.Contains(lines, l => l.Contains("0016E5", StringComparison.Ordinal) && l.Contains("61.55", StringComparison.Ordinal) && l.Contains("+1.30", StringComparison.Ordinal) && l.Contains("5.12", StringComparison.Ordinal));
    }

    private async Task<string[]> Lines(params string[] arguments)
    {
        Assert.Equal(ExitCode.Done, await _prcl.Run(TestContext.Current.CancellationToken, arguments));
        var lines = _prcl.Out.Split(Environment.NewLine);
        Assert.All(lines, line => Assert.True(line.Length <= 80, line));
        return lines;
    }
}
