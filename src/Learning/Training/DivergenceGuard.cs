namespace Prcl.Learning.Training;

/// <summary>
/// Stops a trainer whose steps keep failing (<c>docs/method.md</c>, section 3): a skipped step is counted, three in a row are too many.
/// </summary>
public sealed class DivergenceGuard
{
    /// <summary>Skipped steps in a row that end training.</summary>
    public const int Limit = 3;

    private int _inARow;

    /// <summary>Skipped steps so far.</summary>
    public long Skipped { get; private set; }

    /// <summary>Takes note of a step.</summary>
    /// <exception cref="TrainingDivergedException">The third step in a row was skipped.</exception>
    public void Observe(StepResult result)
    {
        if (result.Skipped is null)
        {
            _inARow = 0;
            return;
        }

        Skipped++;
        if (++_inARow >= Limit)
        {
            throw new TrainingDivergedException(
                $"Training stopped: {_inARow} steps in a row were skipped, the last one because {result.Skipped}. Weights are as before them; lower the learning rate or go back to an earlier version.");
        }
    }
}
