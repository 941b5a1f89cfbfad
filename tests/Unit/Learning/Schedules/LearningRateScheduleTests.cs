using System.Globalization;
using Prcl.Learning.Schedules;
using Prcl.Learning.Settings;
using Prcl.Unit.Golden;
using Xunit;

namespace Prcl.Unit.Learning.Schedules;

public sealed class LearningRateScheduleTests
{
    [Fact]
    public void The_polynomial_meets_the_golden_vector()
    {
        var golden = GoldenFile.Open("schedules");
        var settings = new TrainingSettings
        {
            Schedule = Schedule.Polynomial,
            LearningRate = golden.Scalar("poly", "base"),
            SchedulePower = golden.Scalar("poly", "power"),
            TotalSteps = golden["poly", "total"].GetInt64(),
        };

        Assert.All(
            golden["poly", "at"].EnumerateObject(),
            at => Assert.Equal(at.Value.GetDouble(), settings.LearningRate * LearningRateSchedule.Factor(settings, long.Parse(at.Name, CultureInfo.InvariantCulture)), 1e-12));
    }

    [Fact]
    public void From_the_last_step_on_the_polynomial_is_zero() =>
        Assert.Equal([0, 0], new[] { LearningRateSchedule.Polynomial(200, 200, 0.9), LearningRateSchedule.Polynomial(999, 200, 0.9) });

    [Fact]
    public void An_endless_schedule_warms_up_in_a_line_and_stays()
    {
        var settings = new TrainingSettings { Schedule = Schedule.Endless, WarmupSteps = 4 };

        Assert.Equal([0.25, 0.5, 0.75, 1, 1], new long[] { 0, 1, 2, 3, 1_000_000 }.Select(step => LearningRateSchedule.Factor(settings, step)));
        Assert.Equal(1, LearningRateSchedule.WarmUp(0, 0));
    }
}
