using Prcl.Learning.Training;
using Prcl.Silo.Experiments.Results;

namespace Prcl.Silo.Experiments.Trials;

/// <summary>The mean over a phase's steps of what each step says of itself.</summary>
internal sealed class PhaseLosses
{
    private readonly double[] _sums = new double[4];
    private long _steps;

    /// <summary>Takes note of a step.</summary>
    public void Add(StepResult step)
    {
        double[] values = [step.Supervised, step.Unsupervised, step.Contrastive, step.Coverage];
        for (var i = 0; i < values.Length; i++)
        {
            _sums[i] += values[i];
        }

        _steps++;
    }

    /// <summary>Writes the means into a row; NaN without a step.</summary>
    public void WriteTo(ResultRow row)
    {
        string[] columns = ["loss_supervised", "loss_unsupervised", "loss_contrastive", "coverage"];
        for (var i = 0; i < columns.Length; i++)
        {
            row[columns[i]] = _sums[i] / _steps;
        }
    }
}
