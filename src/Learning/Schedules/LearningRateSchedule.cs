using Prcl.Learning.Settings;

namespace Prcl.Learning.Schedules;

/// <summary>The factor on every learning rate at a step (<c>docs/method.md</c>, section 2, update).</summary>
public static class LearningRateSchedule
{
    /// <summary>The factor at <paramref name="step"/>, counted from 0.</summary>
    public static double Factor(TrainingSettings settings, long step) => settings.Schedule == Schedule.Polynomial
        ? Polynomial(step, settings.TotalSteps, settings.SchedulePower)
        : WarmUp(step, settings.WarmupSteps);

    /// <summary>(1 − step/total)^power; 0 from <paramref name="total"/> on.</summary>
    public static double Polynomial(long step, long total, double power) =>
        step >= total ? 0 : Math.Pow(1 - (double)step / total, power);

    /// <summary>(step + 1)/warm-up until it reaches 1.</summary>
    public static double WarmUp(long step, long warmup) => step >= warmup ? 1 : (step + 1.0) / warmup;
}
