namespace Prcl.Learning.SelfTraining;

/// <summary>The weight of L_u over time: nothing during the burn-in, then a linear rise to its full size.</summary>
public static class UnsupervisedRamp
{
    /// <summary>The weight at a step.</summary>
    /// <param name="step">Steps made since the run began.</param>
    /// <param name="settings">Burn-in and length of the rise, in steps.</param>
    /// <param name="full">The weight at the end of the rise.</param>
    public static double Weight(long step, SelfTrainingSettings settings, double full) =>
        step < settings.UnsupervisedBegin ? 0 : full * Math.Min(1, (step - settings.UnsupervisedBegin + 1) / (settings.UnsupervisedRamp + 1.0));
}
