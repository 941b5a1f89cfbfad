using Prcl.Client.Output;
using Prcl.Contracts.Evaluation;
using Prcl.Contracts.Runs;
using Prcl.Contracts.Trainers;
using Prcl.Unit.Client.Commands;
using Xunit;

namespace Prcl.Unit.Client.Output;

public sealed class StatusAnswersTests
{
    private static readonly StatusFacts Facts = new(["Sky", "Road", "Car"], null, [], null);

    private static readonly RunStatus Status = JsonShapeTests.Status with
    {
        Phase = RunPhase.Training,
        Reason = "",
        Alarms = [],
        Comparison =
        [
            new("day", 20, "f", new ModelScore(40, 61.5, [90, 60, 34.5]), new ModelScore(10, 60, [90, 60, 30])),
            new("rain", 20, "g", new ModelScore(40, 30, [60, 30, 0]), new ModelScore(10, 31, [60, 33, 0])),
        ],
    };

    [Fact]
    public void It_says_by_domain_whether_learning_helps_lately_and_at_all()
    {
        var answers = Answers(Status, Facts with { Measured = [Result("day", 5, 10), Result("day", 30, 61), Result("rain", 20, 29), Result("rain", 30, 31)] });

        Assert.Contains("is it good? Learning from the stream has gained in 1 of 2 domains: day +1.50, rain -1.00 points of mIoU", answers);
        Assert.Contains("lately: day +0.50 since version 30, rain -1.00 since version 30", answers);
        Assert.Contains("classes at 0: Car (rain)", answers);
        Assert.Contains("is it collapsing? No sign of it", answers);
        Assert.DoesNotContain(answers, a => a.StartsWith("it waits", StringComparison.Ordinal));
    }

    [Fact]
    public void A_collapse_and_what_the_run_waits_for_are_said()
    {
        var answers = Answers(
            Status with { Phase = RunPhase.Idle, Reason = "there is no labelled image yet", Alarms = [new("class-shares", "Sky takes 99 %", 12)], Comparison = null }, Facts);

        Assert.Equal(["is it collapsing? Yes: class-shares", "it waits: there is no labelled image yet"], answers);
    }

    [Fact]
    public void Time_left_and_disk_are_told_where_they_are_known()
    {
        var trainer = JsonShapeTests.Status.Trainers[0] with { Steps = 400, WallSeconds = 120, Traffic = new TrainerTraffic(1, 1, 100, 1) };

        var answers = Answers(
            Status with { Comparison = null, Trainers = [trainer] }, Facts with { Steps = 1000, Footprint = new RunFootprint(0, 18, 5_000_000, 7_500_000, 4, 1) });

        Assert.Contains("left: 600 of 1,000 steps, about 12 min at this pace", answers);
        Assert.Contains("disk: 5 MB of images, 7.5 MB of versions, rounds and logs", answers);
        Assert.DoesNotContain(Answers(Status with { Trainers = [trainer] }, Facts), a => a.StartsWith("left", StringComparison.Ordinal));
    }

    [Fact]
    public void Before_the_first_round_nothing_is_said_of_a_collapse() =>
        Assert.Empty(Answers(Status with { Round = 0, Comparison = [], Trainers = [] }, Facts));

    private static string[] Answers(RunStatus status, StatusFacts facts) => [.. StatusAnswers.Of(status, facts)];

    private static EvaluationResult Result(string domain, long version, double mean) => new(domain, version, 20, mean, [], [], 0, 0);
}
