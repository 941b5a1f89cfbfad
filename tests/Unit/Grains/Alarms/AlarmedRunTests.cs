using Prcl.Contracts.Runs;
using Prcl.Unit.Grains.Blobs;
using Prcl.Unit.Grains.Runs;
using Xunit;

namespace Prcl.Unit.Grains.Alarms;

public sealed class AlarmedRunTests
{
    [Fact]
    public async Task The_log_has_an_alarm_once_when_it_begins_and_once_when_it_ends()
    {
        var lines = new RecordedLog();
        var run = await LoneRun.On(new MemoryBlobStore(), logger: lines);

        foreach (var collapsed in new[] { true, true, true, true, false, false, false })
        {
            var report = await run.Join("a");
            long[] predicted = collapsed ? [100, .. new long[7]] : [50, 50, .. new long[6]];
            await run.HandIn(report with { Signs = new LearningSigns(predicted, [50, 50, .. new long[6]], 1, 10, 50, 0.01) });
        }

        Assert.Equal(7, run.Protocol.Rounds.Round);
        Assert.Collection(
            lines.Lines.Where(line => line.Contains("alarm", StringComparison.OrdinalIgnoreCase)),
            begins => Assert.Matches("^Warning Run run: ALARM class-shares: predictions collapse: .* takes 100.0 %", begins),
            ends => Assert.Equal("Warning Run run: alarm class-shares has ended", ends));
    }
}
