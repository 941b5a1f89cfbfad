using Prcl.Learning.Settings;
using Prcl.Silo.Demo;
using Xunit;

namespace Prcl.Unit.Silo.Demo;

public sealed class DemoScheduleTests
{
    private static readonly TimeSpan ThreeMinutes = TimeSpan.FromMinutes(3);

    [Fact]
    public void Steps_fill_most_of_the_time_that_evaluation_leaves()
    {
        // 0.92 · 180 s, less six evaluations of two domains with ten images at 0.01 s.
        var schedule = DemoSchedule.For(new StepTimes(0.5, 0.01, 12), ThreeMinutes, FakeDemo.Plan(), 4);

        Assert.Equal((long)(((0.92 * 180) - (6 * 2 * 10 * 0.01)) / 0.5), schedule.TotalSteps);
    }

    [Fact]
    public void A_round_lasts_about_twenty_five_seconds_and_rounds_are_whole()
    {
        var schedule = DemoSchedule.For(new StepTimes(0.1, 0.01, 12), TimeSpan.FromMinutes(15), FakeDemo.Plan(), 4);

        Assert.InRange(schedule.RoundSteps * 0.1, 20, 30);
        var rounds = (schedule.TotalSteps + schedule.RoundSteps - 1) / schedule.RoundSteps;
        Assert.True((rounds * schedule.RoundSteps) - schedule.TotalSteps < rounds);
    }

    [Fact]
    public void A_short_demo_still_has_four_rounds()
    {
        var schedule = DemoSchedule.For(new StepTimes(0.5, 0.01, 12), TimeSpan.FromSeconds(30), FakeDemo.Plan(), 4);

        Assert.Equal(4, (schedule.TotalSteps + schedule.RoundSteps - 1) / schedule.RoundSteps);
    }

    [Fact]
    public void A_slow_machine_makes_a_few_steps_and_looks_at_few_images()
    {
        var schedule = DemoSchedule.For(new StepTimes(60, 5, 3), ThreeMinutes, FakeDemo.Plan(), 4);

        Assert.Equal((20L, 4), (schedule.TotalSteps, schedule.EvaluationImages));
    }

    [Fact]
    public void There_are_six_background_evaluations() =>
        Assert.Equal(30, DemoSchedule.For(new StepTimes(0.5, 0.01, 12), ThreeMinutes, FakeDemo.Plan(), 4).EvaluationSeconds);

    [Theory]
    [InlineData(0.05, 1)]
    [InlineData(0.8, 2)]
    [InlineData(30, 4)]
    public void New_images_are_learned_from_about_as_fast_as_they_arrive(double secondsPerStep, int expected)
    {
        var schedule = DemoSchedule.For(new StepTimes(secondsPerStep, 0.001, 12), ThreeMinutes, FakeDemo.Plan(), 4);

        Assert.Equal((expected, 4), (schedule.UnlabelledBatch, schedule.UnlabelledBatch + schedule.ReplayBatch));
    }

    [Fact]
    public void A_run_without_unlabelled_images_stays_without() =>
        Assert.Equal(0, DemoSchedule.For(new StepTimes(0.5, 0.01, 12), ThreeMinutes, FakeDemo.Plan(), 0).UnlabelledBatch);

    [Fact]
    public void A_run_that_has_to_learn_the_classes_first_spends_a_third_of_its_steps_on_them_at_most()
    {
        var (slow, fast) = (new StepTimes(1, 0.01, 12), new StepTimes(0.01, 0.001, 12));
        long BurnIn(StepTimes times, bool knows) => DemoSchedule.For(times, ThreeMinutes, FakeDemo.Plan(), 4, knows).BurnIn;

        Assert.Equal(DemoSchedule.For(slow, ThreeMinutes, FakeDemo.Plan(), 4).TotalSteps / 3, BurnIn(slow, knows: false));
        Assert.Equal(300, BurnIn(fast, knows: false));
        Assert.Equal(0, BurnIn(slow, knows: true));
    }

    [Fact]
    public void Its_settings_are_settings()
    {
        var schedule = DemoSchedule.For(new StepTimes(0.5, 0.01, 12), ThreeMinutes, FakeDemo.Plan(), 4);

        var settings = SettingCatalogue.Read(DemoSchedule.Defaults(isDrawn: true, 7, "w.safetensors").Concat(schedule.Settings()), "demo");

        Assert.Equal((schedule.TotalSteps, schedule.RoundSteps, Schedule.Polynomial, 7L, "w.safetensors"), (settings.TotalSteps, settings.RoundSteps, settings.Schedule, settings.Seed, settings.Weights));
    }

    [Fact]
    public void Images_arrive_evenly_and_the_first_at_once()
    {
        var pace = new ArrivalPace(10, TimeSpan.FromSeconds(20));

        Assert.Equal([0, 1, 2, 6, 10, 10], new[] { -1, 0, 2, 10, 19, 100 }.Select(s => pace.DueAfter(TimeSpan.FromSeconds(s))));
    }
}
