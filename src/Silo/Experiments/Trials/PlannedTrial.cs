namespace Prcl.Silo.Experiments.Trials;

/// <summary>A trial that is to be run.</summary>
/// <param name="Text">The arm as it was given on the command line.</param>
/// <param name="Plan">What it is.</param>
internal sealed record PlannedTrial(string Text, TrialPlan Plan)
{
    /// <summary>What messages call it.</summary>
    public string Name => $"{Plan.Arm.Name}, seed {Plan.Settings.Seed}";
}
