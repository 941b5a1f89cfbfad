using Prcl.Benchmarks.Scaling;
using Prcl.Grains.Rounds;
using Xunit;

namespace Prcl.Unit.Benchmarks;

public sealed class RoundWindowTests
{
    private const int Steps = 10;
    private const int ImagesOfAReport = 80;
    private static readonly DateTime Start = new(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    [Fact]
    public void It_goes_from_commit_to_commit_and_the_first_round_is_not_counted()
    {
        var window = Taken(15, Round(4, 0, 2), Round(5, 8, 2), Round(6, 18, 2));

        Assert.Equal((2L, 18.0, true), (window.Rounds, window.Seconds, window.IsComplete));
        Assert.Equal(2 * 2 * ImagesOfAReport / 18.0, window.ImagesPerSecond, 12);
    }

    [Fact]
    public void Whole_rounds_make_it_longer_never_shorter()
    {
        Assert.False(Taken(15, Round(4, 0, 2), Round(5, 14.9, 2)).IsComplete);
        Assert.False(Taken(15).IsComplete);
        Assert.False(Taken(15, Round(4, 100, 2)).IsComplete);
    }

    [Fact]
    public void It_begins_anew_after_a_round_of_another_number_of_trainers() =>
        AssertBeginsAnew(Round(5, 10, 1));

    [Fact]
    public void It_begins_anew_after_a_report_that_was_cut_short() =>
        AssertBeginsAnew(Round(5, 10, 2, steps: Steps - 1));

    [Fact]
    public void It_begins_anew_after_a_late_report() =>
        AssertBeginsAnew(Round(5, 10, 2, reportOf: 4));

    private static void AssertBeginsAnew(RoundManifest odd)
    {
        var window = Taken(15, Round(4, 0, 2), odd, Round(6, 20, 2), Round(7, 30, 2));

        Assert.Equal((1L, 10.0), (window.Rounds, window.Seconds));
        Assert.Equal(2 * ImagesOfAReport / 10.0, window.ImagesPerSecond, 12);
    }

    private static RoundWindow Taken(double seconds, params RoundManifest[] manifests)
    {
        var window = new RoundWindow(trainers: 2, Steps, seconds);
        Array.ForEach(manifests, window.Take);
        return window;
    }

    private static RoundManifest Round(long round, double seconds, int trainers, int steps = Steps, long? reportOf = null) => new(
        0, round, "", round * 2 * ImagesOfAReport, round * Steps, Start.AddSeconds(seconds),
        [.. Enumerable.Range(0, trainers).Select(t => new CommittedReport($"trainer-{t}", t, reportOf ?? round, "", "", steps, ImagesOfAReport, []))]);
}
