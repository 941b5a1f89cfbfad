using Prcl.Contracts.Runs;
using Prcl.Grains.Histories;
using Prcl.Grains.Rounds;
using Prcl.Grains.Streams.Doubts;
using Prcl.Unit.Grains.Blobs;
using Prcl.Unit.Grains.Runs;
using Xunit;

namespace Prcl.Unit.Grains.Histories;

public sealed class MetricsHistoryTests
{
    private readonly List<MetricsPoint> _points = [];

    private MetricsHistory History => new(_points);

    [Fact]
    public void A_point_adds_up_what_all_reports_say_by_their_steps()
    {
        History.Add(Round(0,
            Report("a", images: 40, new RoundLosses(1, 2, 3, 0.5, Steps: 10, Seconds: 4), [0.2, 0.4]),
            Report("b", images: 10, new RoundLosses(2, 0, 1, 0.1, Steps: 30, Seconds: 5), [0.9]),
            Report("c", images: 7, null, null)));

        var point = Assert.Single(History.After(-1));
        Assert.Equal((1.75, 0.5, 1.5, 0.2), (point.Supervised!.Value, point.Unsupervised!.Value, point.Contrast!.Value, Math.Round(point.Coverage!.Value, 9)));
        Assert.Equal(0.5, point.Uncertainty!.Value, 0.003);
        Assert.Equal((12, 3), (point.ImagesPerSecond!.Value, point.Trainers));
        Assert.Null(point.Backlog);
        Assert.Empty(History.After(0));
    }

    [Fact]
    public void What_an_earlier_silo_does_not_say_is_unknown()
    {
        History.Add(Round(4, Report("a", 40, null, null)));

        Assert.Equal(new MetricsPoint(DateTime.UnixEpoch, 4, 160, null, null, null, null, null, null, 1), History.Newest);
    }

    [Fact]
    public void A_long_run_is_thinned_over_its_whole_length_and_keeps_the_newest()
    {
        for (var round = 0; round < 3000; round++)
        {
            History.Add(Round(round));
        }

        Assert.Equal(MetricsHistory.Capacity, _points.Count);
        Assert.Equal((0, 2999), (_points[0].Round, _points[^1].Round));
        Assert.All(_points.Zip(_points.Skip(1)), p => Assert.InRange(p.Second.Round - p.First.Round, 1, 3 * 3000 / MetricsHistory.Capacity));
    }

    [Fact]
    public void A_backlog_belongs_to_the_round_that_it_was_counted_after()
    {
        History.Add(Round(0));
        History.Note(1, 9);
        Assert.Null(History.Newest!.Backlog);
        History.Note(0, 7);
        Assert.Equal(7, History.Newest!.Backlog);
    }

    [Fact]
    public async Task It_outlives_the_activation_that_saw_the_rounds()
    {
        var disk = new MemoryBlobStore();
        var run = await LoneRun.On(disk);
        for (var i = 0; i < 3; i++)
        {
            await run.HandIn(await run.Join("a") with { Losses = new RoundLosses(i, 0, 0, 0, 5, 1) });
        }

        var again = await LoneRun.On(disk);
        await again.HandIn(await again.Join("a"));

        Assert.Equal([0, 1, 2, null], again.Protocol.History.After(-1).Select(p => p.Supervised));
        Assert.Equal([0L, 1, 2, 3], again.Protocol.History.After(-1).Select(p => p.Round));
    }

    private static RoundManifest Round(long round, params CommittedReport[] reports) => new(0, round, "model", 40 * round, 5 * round, DateTime.UnixEpoch, reports);

    private static CommittedReport Report(string name, long images, RoundLosses? losses, double[]? doubts) => new(
        $"run/{name}/cpu", 1, 0, "weights", "sums", 5, images, [], null,
        doubts is null ? null : [new ReportedDoubts(0, [0, doubts.Length - 1], [.. doubts.Select(DoubtLevel.Of)], new int[doubts.Length])], losses);
}
