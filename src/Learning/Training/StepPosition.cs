using Prcl.Learning.Randomness;

namespace Prcl.Learning.Training;

/// <summary>Where in a run a step stands.</summary>
/// <param name="Round">The open round.</param>
/// <param name="StepInRound">Steps made in it before this one.</param>
/// <param name="Clock">Image draws that the run had trained on when the round began: the clock of the step's sums.</param>
public readonly record struct StepPosition(long Round, int StepInRound, long Clock)
{
    /// <summary>The step's randomness (<c>docs/method.md</c>, section 4).</summary>
    public RandomKey Key(long seed) => RandomKey.FromSeed(seed).With(Round).With(StepInRound);
}
